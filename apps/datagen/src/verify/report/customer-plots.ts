import { axes, heat, lyingBars, numbers, texts, type Plot } from './plot.js';

const LONGEST = 12;

/** Where a hundred points of a line lie, from the best seller or customer on. */
const cumulated = (amount: string, from: string): string => `
  select ceil(100.0 * place / all_of_them)::integer as part, max(so_far / total)::float8 as share
    from (select row_number() over (order by amount desc) as place, count(*) over () as all_of_them,
                 sum(amount) over (order by amount desc rows unbounded preceding) as so_far, sum(amount) over () as total
            from (select ${amount} as amount from ${from}) as amounts) as ranked
   group by 1`;

/** Who visits, buys and comes back. */
export const customerPlots: readonly Plot[] = [
  {
    title: 'From visit to order',
    tells: 'How many visits see a product, fill a cart, and end with an order.',
    reads: { events: ['session_id', 'event_type'] },
    statement: `
      select count(*)::float8 as visits, sum(product::integer)::float8 as products, sum(cart::integer)::float8 as carts,
             sum(bought::integer)::float8 as orders
        from (select bool_or(event_type = 'product') as product, bool_or(event_type = 'cart') as cart,
                     bool_or(event_type = 'purchase') as bought
                from events group by session_id having not bool_or(event_type in ('cancel', 'return'))) as sessions
      having count(*) > 0`,
    option: ([row]) => ({
      series: [
        {
          ...{ type: 'funnel', left: 160, right: 160, top: 16, bottom: 16, sort: 'none', minSize: '6%' },
          label: { show: true, position: 'right', formatter: '{b}' },
          data: ['visits', 'products', 'carts', 'orders'].map((name) => ({
            name: `${name}: ${Number(row![name]).toLocaleString('en')}`,
            value: Number(row![name]),
          })),
        },
      ],
    }),
  },
  {
    title: 'Retention of cohorts',
    tells: 'Of those who bought first in a quarter, how many bought again in each month after that.',
    reads: { orders: ['user_id', 'created_at'] },
    statement: `
      select * from (with orders as (select user_id, shop_time(created_at) as placed from orders),
      firsts as (select user_id, min(placed) as first from orders group by user_id),
      bought as (
        select distinct to_char(first, 'YYYY "Q"Q') as cohort, user_id, floor(extract(epoch from placed - first) / 86400 / 30) as month
          from orders join firsts using (user_id)),
      cohorts as (select to_char(first, 'YYYY "Q"Q') as cohort, count(*) as people, max(first) as latest from firsts group by 1)
      select cohort, month::integer, (count(*) / people::float8) as share
        from bought join cohorts using (cohort)
       where month between 1 and ${LONGEST} and latest + interval '30 days' * (month + 1) < (select max(placed) from orders)
       group by cohort, month, people order by cohort, month) as retention`,
    option: (rows) => {
      const cohorts = [...new Set(texts(rows, 'cohort'))];
      const months = Array.from({ length: LONGEST }, (_, month) => `month ${month + 1}`);
      return heat(
        { columns: months, lines: cohorts },
        rows.map(({ cohort, month, share }) => {
          return [Number(month) - 1, cohorts.indexOf(String(cohort)), Number(share)] as const;
        }),
      );
    },
  },
  {
    title: 'Best products, best customers',
    tells:
      'The share of all items that the best products sell, and of all revenue that the best customers bring.',
    reads: { order_items: ['user_id', 'product_id', 'sale_price'], products: ['id'] },
    statement: `
      select part, p.share as products, c.share as customers
        from (${cumulated('count(i.product_id)', 'products p left join order_items i on i.product_id = p.id group by p.id')}) as p
        full join (${cumulated('sum(sale_price::numeric)', 'order_items group by user_id')}) as c using (part)
       order by part`,
    option: (rows) => ({
      ...axes(
        texts(rows, 'part').map((part) => `${part} %`),
        'share',
      ),
      legend: { data: ['items by products', 'revenue by customers'], top: 0 },
      series: [
        { name: 'items by products', type: 'line', symbol: 'none', data: numbers(rows, 'products') },
        { name: 'revenue by customers', type: 'line', symbol: 'none', data: numbers(rows, 'customers') },
      ],
    }),
  },
  {
    title: 'Companions',
    tells: 'Of the baskets with a best seller, how many hold the product that is bought with it most often.',
    reads: { order_items: ['order_id', 'product_id'], products: ['id', 'name'] },
    statement: `
      select * from (with sellers as (
        select product_id, count(*) as orders from order_items group by product_id order by count(*) desc, 1 limit 12),
      pairs as (
        select s.product_id, o.product_id as other, count(*) / s.orders::float8 as share,
               row_number() over (partition by s.product_id order by count(*) desc, o.product_id) as place
          from sellers s join order_items i on i.product_id = s.product_id
          join order_items o on o.order_id = i.order_id and o.product_id <> i.product_id
         group by s.product_id, s.orders, o.product_id)
      select coalesce(p.name, p.id::text) || ' + ' || coalesce(q.name, q.id::text) as pair, share
        from pairs join products p on p.id = product_id join products q on q.id = other
       where place = 1 order by share desc, 1) as companions`,
    option: (rows) => lyingBars(texts(rows, 'pair'), numbers(rows, 'share')),
  },
];
