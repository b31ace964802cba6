import { axes, heat, lyingBars, numbers, texts, type Plot } from './plot.js';

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const hours = Array.from({ length: 24 }, (_, hour) => String(hour));
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** When orders are placed, of what, and what comes back. */
export const orderPlots: readonly Plot[] = [
  {
    title: 'Orders by week',
    tells: 'Growth over the years, and the peak of each November.',
    reads: { orders: ['created_at'] },
    statement: `
      select date_trunc('week', placed)::date::text as week, count(*)::float8 as orders
        from (select shop_time(created_at) as placed from orders) as orders group by 1 order by 1`,
    option: (rows) => ({
      ...axes(texts(rows, 'week')),
      // The first and the last week are not whole.
      series: [{ type: 'line', symbol: 'none', areaStyle: { opacity: 0.15 }, data: numbers(rows, 'orders') }],
    }),
  },
  {
    title: 'Orders by hour and weekday',
    tells:
      'By the clock of the place where the buyer lives: evenings are busy, and Sundays and Mondays where the shop has a week.',
    reads: { orders: ['user_id', 'created_at'], users: ['id', 'longitude'] },
    statement: `
      select extract(isodow from local)::integer - 1 as day, extract(hour from local)::integer as hour, count(*)::float8 as orders
        from (select shop_time(o.created_at) + interval '1 hour' * round(u.longitude::float8 / 15) as local
                from orders o join users u on u.id = o.user_id) as orders group by 1, 2`,
    option: (rows) =>
      heat(
        { columns: hours, lines: days },
        rows.map(({ day, hour, orders }) => [Number(hour), Number(day), Number(orders)] as const),
      ),
  },
  {
    title: 'Seasons by category',
    tells:
      "What a category's share of a month's items is to its share of the year, on the northern half of the world.",
    reads: {
      order_items: ['user_id', 'product_id', 'created_at'],
      products: ['id', 'category'],
      users: ['id', 'latitude'],
    },
    statement: `
      select category, month, (share / avg(share) over (partition by category))::float8 as factor
        from (select category, month, count(*) / sum(count(*)) over (partition by month) as share
                from (select p.category, extract(month from shop_time(i.created_at))::integer as month
                        from order_items i join products p on p.id = i.product_id join users u on u.id = i.user_id
                       where u.latitude::float8 >= 0) as items
               group by category, month) as shares
       where category in ('Swim', 'Shorts', 'Outerwear & Coats', 'Sweaters') order by category, month`,
    option: (rows) => {
      const categories = [...new Set(texts(rows, 'category'))];
      return {
        ...axes(months),
        legend: { data: categories, top: 0 },
        series: categories.map((name) => ({
          ...{ name, type: 'line', smooth: true, symbol: 'none' },
          data: months.map((_, place) => {
            const row = rows.find(({ category, month }) => category === name && month === place + 1);
            return row ? Number(row['factor']) : null;
          }),
        })),
      };
    },
  },
  {
    title: 'Returns by category',
    tells: 'Of the delivered items of a category, how many came back.',
    reads: { order_items: ['product_id', 'delivered_at', 'returned_at'], products: ['id', 'category'] },
    statement: `
      select p.category, avg((i.returned_at is not null)::integer)::float8 as returned
        from order_items i join products p on p.id = i.product_id
       where i.delivered_at < shop_ago(30 days) group by 1 order by 2 desc, 1`,
    option: (rows) => lyingBars(texts(rows, 'category'), numbers(rows, 'returned')),
  },
  {
    title: 'Returns by discount',
    tells: 'Of the delivered items that were so much cheaper than usual, how many came back.',
    reads: {
      order_items: ['product_id', 'sale_price', 'delivered_at', 'returned_at'],
      products: ['id', 'retail_price'],
    },
    statement: `
      select case when off = 0 then 'full price' else off || '0 % off and more' end as discount, returned
        from (select floor(10 * (1 - i.sale_price::float8 / p.retail_price::float8) + 0.001) as off,
                     avg((i.returned_at is not null)::integer)::float8 as returned
                from order_items i join products p on p.id = i.product_id
               where i.delivered_at < shop_ago(30 days) group by 1) as discounts order by off`,
    option: (rows) => lyingBars(texts(rows, 'discount'), numbers(rows, 'returned')),
  },
];
