import type pg from 'pg';
import type { PageFigures } from './dashboard-page.js';

/** What the page shows of the window that ends at `at`, as SQL finds it, written apart from the product's own query. */
export async function expectedFigures(
  sql: pg.Client,
  at: number,
  condition = 'true',
  minutes = 5,
): Promise<PageFigures> {
  const window = `
    from ecommerce.order_items i
    join ecommerce.users u on u.id = i.user_id
    join ecommerce.products p on p.id = i.product_id
   where i.created_at between to_timestamp($1 / 1000.0) - interval '${minutes} minutes' and to_timestamp(($1 + 1) / 1000.0)
     and ${condition}`;
  const totals = `select count(distinct i.order_id)::int as orders, count(*)::int as items,
    coalesce(sum(i.sale_price), 0)::float8 as sales, coalesce(sum(i.sale_price - p.cost), 0)::float8 as margin`;
  const groups = async (key: string, value = 'sum(i.sale_price)'): Promise<Record<string, number>> => {
    const { rows } = await sql.query(`select ${key} as key, ${value}::float8 as value ${window} group by 1`, [
      at,
    ]);
    return Object.fromEntries(rows.map((row) => [row.key, row.value]));
  };
  const top = (groups: Record<string, number>) =>
    Object.fromEntries(
      Object.entries(groups)
        .filter(([key]) => key !== 'null')
        .sort(([, a], [, b]) => b - a)
        .slice(0, 6),
    );
  const { sales, margin, orders, items } = (await sql.query(totals + window, [at])).rows[0];
  const age = `case when u.age < 20 then 'under 20' when u.age >= 60 then '60 and over'
    else u.age / 10 || '0-' || u.age / 10 || '9' end`;
  const customer = `case when i.created_at - date_trunc('second', u.created_at) < interval '${minutes} minutes'
    then 'new' else 'returning' end`;
  return {
    at,
    orders,
    items,
    sales: expect.closeTo(sales, 2),
    margin: expect.closeTo(margin, 1),
    averageOrder: expect.closeTo(orders ? sales / orders : 0, 2),
    itemsPerOrder: expect.closeTo(orders ? items / orders : 0, 6),
    // What the line adds up to is the total beside it.
    lineSum: expect.closeTo(sales, 2),
    salesText: new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(sales),
    by_country: await groups('u.country'),
    by_traffic_source: await groups('u.traffic_source'),
    by_category: await groups('p.category'),
    by_department: await groups('p.department'),
    by_customer: await groups(customer),
    by_age: expect.objectContaining(await groups(age)),
    by_status: expect.objectContaining(await groups('i.status', 'count(*)')),
    orders_by_status: expect.objectContaining(await groups('i.status', 'count(distinct i.order_id)')),
    top_brands: top(await groups('p.brand')),
    top_products: top(await groups('p.id')),
  };
}
