import type { Stock } from '@thelook/feed';
import { StockWatch } from '../../src/shop/stock-watch.js';
import { openShop, silent, type TestShop } from '../window/test-shop.js';

let shop: TestShop;
let watch: StockWatch;
beforeEach(async () => {
  shop = await openShop();
  await shop.admin.query(
    `insert into products select n, 1, 'Jeans', 'Product ' || n, 'Brand', 3, 'Women', '', 1 from generate_series(1, 300) n`,
  );
  watch = new StockWatch({ db: shop.db, logger: silent, everyMs: 1 });
});
afterEach(async () => {
  await watch.stop();
  await shop.close();
});

/** New pieces of some products, all at one moment that is just ahead. */
async function fill(products: string, pieces = 1): Promise<void> {
  await shop.admin.query(
    `insert into inventory_items select gen_random_uuid(), id, now() + interval '1 second', null, cost, category, name, brand, retail_price,
       department, sku, 1 from products, generate_series(1, $1) where ${products}`,
    [pieces],
  );
}

/** Sells all that there is of some products, each with an order item a moment after the one before. */
async function sellOut(products: string): Promise<void> {
  await shop.admin.query(
    `with sold as (
       update inventory_items set sold_at = now() where product_id in (select id from products where ${products})
         and sold_at is null returning id, product_id)
     insert into order_items select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), product_id, id, 'Processing',
       clock_timestamp() + product_id * interval '1 millisecond', null, null, null, 3 from sold`,
  );
}

/** Asks until the answer is as wanted; the time of a test is the limit. */
async function ask(isWanted: (stock: Stock | null) => boolean): Promise<Stock> {
  for (;;) {
    const { stock } = watch;
    if (isWanted(stock)) return stock!;
    await shop.admin.query('select 1');
  }
}

async function bySql(): Promise<number> {
  const { rows } = await shop.admin.query(
    `select count(*)::int as empty from products p
     where (select count(*) from inventory_items where product_id = p.id and sold_at is null) = 0`,
  );
  return rows[0].empty;
}

test('the products without an unsold piece are as many as SQL finds, whatever is sold and comes in', async () => {
  await fill('id % 3 > 0', 2);
  let changes = 0;
  for (const change of [
    async () => undefined,
    () => sellOut('id between 20 and 60'),
    () => fill('id between 50 and 55'),
    () => shop.admin.query('delete from inventory_items where product_id < 10 and sold_at is null'),
    () => shop.admin.query('update inventory_items set sold_at = null where product_id = 30'),
    () => shop.admin.query('delete from products where id = 3'),
  ]) {
    await change();
    const { rows } = await shop.admin.query(
      'select extract(epoch from clock_timestamp())::float8 * 1000 as now',
    );
    const told = await ask((stock) => stock !== null && stock.at > rows[0].now);
    expect([told.out_of_stock, told.products]).toEqual([await bySql(), changes === 5 ? 299 : 300]);
    changes += 1;
  }
});

test('what has just run out or come back is told, the newest first, with its own moment', async () => {
  await fill('id <= 200');
  const first = await ask((stock) => stock !== null);
  expect(first).toMatchObject({ out_of_stock: 100, newest: [], since: first.at });
  await sellOut('id between 11 and 20');
  const out = await ask((stock) => stock!.out_of_stock === 110);
  const { rows: sold } = await shop.admin.query(
    `select product_id, floor(extract(epoch from created_at) * 1000)::float8 as changed_at
     from order_items order by created_at desc limit 5`,
  );
  expect(out.newest).toEqual(
    sold.map(({ product_id, changed_at }) => ({
      ...{ product_id, changed_at, in_stock: false },
      product_name: `Product ${product_id}`,
    })),
  );
  await fill('id = 14', 3);
  const back = await ask((stock) => stock!.out_of_stock === 109);
  const { rows: came } = await shop.admin.query(
    `select floor(extract(epoch from created_at) * 1000)::float8 as at from inventory_items where product_id = 14
       and sold_at is null limit 1`,
  );
  expect(back.newest[0]).toMatchObject({ product_id: 14, in_stock: true, changed_at: came[0].at });
  expect(back.newest).toHaveLength(5);
  expect(back.since).toBe(first.at);
});

test('what leaves the shelf without a sale ran out when somebody looked', async () => {
  await fill('true');
  await ask((stock) => stock?.out_of_stock === 0);
  await shop.admin.query('delete from inventory_items where product_id = 7');
  const { at, newest } = await ask((stock) => stock?.out_of_stock === 1);
  expect(newest).toMatchObject([{ product_id: 7, in_stock: false }]);
  expect(newest[0]!.changed_at).toBeLessThanOrEqual(at);
});

test('a shop without a piece keeps no shelves: nothing is told', async () => {
  let looks = 0;
  while (looks < 20) {
    expect(watch.stock).toBeNull();
    await shop.admin.query('select 1');
    looks += 1;
  }
  await fill('id = 1');
  await expect(ask((stock) => stock !== null)).resolves.toMatchObject({ out_of_stock: 299, newest: [] });
});

test('without a right to look, nothing is told', async () => {
  await shop.admin.query('drop table inventory_items');
  expect(watch.stock).toBeNull();
  await watch.stop();
  expect(watch.stock).toBeNull();
});
