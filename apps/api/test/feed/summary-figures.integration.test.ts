import { decodeSummary, type FeedFilters, type Summary } from '@thelook/feed';
import { randomUUID } from 'node:crypto';
import { compileSlotFilter } from '../../src/feed/slot-filter.js';
import { SummaryState } from '../../src/feed/summary-state.js';
import type { WindowSource, WindowView } from '../../src/window/sales-window.js';
import { loadState } from './load-state.js';
import { openShop, turnedClock, type TestShop } from '../window/test-shop.js';

const lookbackMinutes = 1;
let shop: TestShop;
beforeEach(async () => {
  shop = await openShop();
  await shop.admin.query(`
    insert into users select gen_random_uuid(), '', '', '', 10 + n * 5, 'F', '', '', '', '',
        (array['China', 'Spain', 'Brasil'])[1 + n % 3], n, -n * 7.04, (array['Search', 'Email'])[1 + n % 2],
        clock.at - n * interval '9 seconds'
      from public.clock, generate_series(1, 12) n;
    insert into products select n, n * 1.25, (array['Jeans', 'Socks'])[1 + n % 2], 'Product ' || n,
        nullif((array['Alpha', 'Beta', ''])[1 + n % 3], ''), n * 3, (array['Women', 'Men'])[1 + n % 2], '', 1
      from generate_series(1, 15) n`);
});
afterEach(() => shop.close());

/** Sells orders of one to three items over the seconds before the clock, the same ones every time. */
async function sell(orders: number, seconds: number): Promise<void> {
  await shop.admin.query(
    `with sold as (
       select gen_random_uuid() as order_id, n, clock.at - ((n * 7919) % 1000 / 1000.0) * $2 * interval '1 second' as at,
         (select id from users order by id offset n % 12 limit 1) as user_id
       from public.clock, generate_series(1, $1::int) n)
     insert into order_items select gen_random_uuid(), order_id, user_id, 1 + (n * 31 + k * 7) % 15, gen_random_uuid(),
       (array['Processing', 'Shipped', 'Complete', 'Returned', 'Cancelled'])[1 + (n + k) % 5], at, null, null, null, n * 1.37
     from sold, generate_series(0, n % 3) k`,
    [orders, seconds],
  );
}

async function turnClock(seconds: number): Promise<void> {
  await shop.admin.query(`update public.clock set at = at + $1 * interval '1 second'`, [seconds]);
}

/** A view with its figures, refreshed by hand. */
class Figures {
  readonly view: WindowView;
  readonly state: SummaryState;

  constructor(source: WindowSource, filters: FeedFilters = {}) {
    this.view = source.open(lookbackMinutes);
    const { items } = this.view;
    this.state = new SummaryState({
      ...{ items, filter: compileSlotFilter(filters, items), at: () => this.#at, lookbackMinutes },
    });
  }
  #at = 0;

  async refresh(): Promise<Summary> {
    await this.view.refresh(async (change) => {
      this.#at = change.at;
      if (change.isReset) await loadState(this.state);
      else await this.state.refreshed(change);
    });
    await this.state.prepare();
    const told = this.state.frameSince(0)!;
    const bytes = Buffer.concat([...told.frame.wire(false).chunks]);
    return decodeSummary(JSON.parse(String(bytes.subarray(bytes[1] === 126 ? 4 : 2))));
  }
}

const window = `from clock, order_items i join users u on u.id = i.user_id join products p on p.id = i.product_id
  where i.created_at >= clock.at - interval '1 minute'`;

/** Groups in SQL of its own, in the order of a summary. */
async function groups(key: string, condition = 'true') {
  const { rows } = await shop.admin.query(
    `select ${key} as key, count(*)::int as items, sum(i.sale_price)::float8 as sales,
       round(sum(p.cost), 2)::float8 as cost ${window} and ${condition} group by 1 order by 3 desc, 1`,
  );
  return rows;
}

/** Every figure of a summary that SQL can find, under a condition that says the same as its filters. */
async function bySql(condition = 'true') {
  const totals = await shop.admin.query(
    `select count(distinct order_id)::int as orders, count(*)::int as items,
       coalesce(sum(i.sale_price), 0)::float8 as sales ${window} and ${condition}`,
  );
  const products = await shop.admin.query(
    `select p.id as product_id, p.name as product_name, p.brand as product_brand, count(*)::int as items,
       sum(i.sale_price)::float8 as sales ${window} and ${condition} group by 1, 2, 3 order by 5 desc, 1 limit 6`,
  );
  const statuses = await shop.admin.query(
    `select s.key, count(distinct i.order_id)::int as orders
       from unnest(array['Processing', 'Shipped', 'Complete', 'Returned', 'Cancelled']) with ordinality s (key, n)
       left join (select i.* ${window} and ${condition}) i on i.status = s.key group by 1, s.n order by s.n`,
  );
  const age = `case when u.age < 20 then 'under 20' when u.age >= 60 then '60 and over'
    else u.age / 10 || '0-' || u.age / 10 || '9' end`;
  const customer = `case when i.created_at - date_trunc('second', u.created_at) < interval '1 minute'
    then 'new' else 'returning' end`;
  return {
    ...totals.rows[0],
    by_country: await groups('u.country', condition),
    by_traffic_source: await groups('u.traffic_source', condition),
    by_category: await groups('p.category', condition),
    by_status: await groups('i.status', condition),
    by_department: await groups('p.department', condition),
    by_age: await groups(age, condition),
    by_customer: await groups(customer, condition),
    top_brands: await groups('p.brand', `${condition} and p.brand is not null`),
    top_products: products.rows,
    orders_by_status: statuses.rows,
  };
}

const filters = { country: ['China', 'Spain'], department: ['Men'] };
const inCountry = `u.country in ('China', 'Spain')`;
const inDepartment = `p.department = 'Men'`;

test.each(['query', 'replication'] as const)(
  'every figure equals SQL at that moment, filters combined, whatever changes meanwhile: by %s',
  async (mode) => {
    const source = shop.source({ mode, clock: turnedClock });
    const [all, some] = [new Figures(source), new Figures(source, filters)];
    await sell(80, 55);
    for (const change of [
      `select 1`,
      `update order_items set status = 'Shipped' where status = 'Processing'`,
      `update users set country = 'Spain', age = age + 9 where country = 'Brasil'`,
      `delete from order_items where status = 'Cancelled'`,
      `update public.clock set at = at + interval '20 seconds'`,
    ]) {
      await shop.admin.query(change);
      await expect(all.refresh()).resolves.toMatchObject(await bySql());
      const narrowed = await some.refresh();
      expect(narrowed).toMatchObject(await bySql(`${inCountry} and ${inDepartment}`));
      expect(narrowed.others).toEqual({
        country: await groups('u.country', `${inDepartment} and not ${inCountry}`),
        department: await groups('p.department', `${inCountry} and not ${inDepartment}`),
      });
    }
  },
);

test('the window before is what SQL finds in it, once a window has passed', async () => {
  const source = shop.source({ clock: turnedClock });
  const figures = new Figures(source);
  await sell(60, 58);
  expect((await figures.refresh()).before).toBeNull();
  for (let step = 0; step < 7; step += 1) {
    await turnClock(10);
    await sell(15, 9);
    const { before, at } = await figures.refresh();
    if (step < 5) {
      expect(before).toBeNull();
      continue;
    }
    const { rows } = await shop.admin.query(
      `select count(distinct order_id)::int as orders, count(*)::int as items, sum(sale_price)::float8 as sales,
         round(sum(p.cost), 2)::float8 as cost
       from order_items i join products p on p.id = i.product_id
       where i.created_at >= to_timestamp($1 / 1000.0) and i.created_at < to_timestamp($2 / 1000.0)`,
      [before!.from, before!.to],
    );
    expect(before).toMatchObject(rows[0]);
    expect(before!.items).toBeGreaterThan(10);
    expect([before!.to, before!.to - before!.from]).toEqual([at - 60_000, expect.closeTo(60_000, -3)]);
  }
});

test('what came and went while nobody looked is not compared with', async () => {
  const figures = new Figures(shop.source({ clock: turnedClock }));
  await figures.refresh();
  await turnClock(61);
  await sell(10, 5);
  expect((await figures.refresh()).before).toBeNull();
  await turnClock(58);
  expect((await figures.refresh()).before).toBeNull();
  await turnClock(3);
  expect((await figures.refresh()).before).toMatchObject({ orders: 10 });
});

test('what becomes of items is counted whatever their age, once for each, with its money', async () => {
  await shop.admin.query(`update public.clock set at = now()`);
  await sell(40, 50);
  await shop.admin.query(
    `update order_items set created_at = created_at - interval '3 hours' where status = 'Complete'`,
  );
  const figures = new Figures(shop.source({ mode: 'replication' }));
  const first = await figures.refresh();
  expect(first.status_changes).toMatchObject({ shipped: { items: 0, sales: 0 }, newest: [] });
  // Counted by whole seconds from the next one on.
  await figures.view.refresh(async () => undefined);
  const move = (status: string, column: string, from: string) =>
    shop.admin.query(
      `update order_items set status = $1, ${column} = greatest(clock_timestamp(), to_timestamp($2 / 1000.0))
       where status = $3 returning id, sale_price::float8 as price`,
      [status, first.status_changes!.since, from],
    );
  const returned = (await move('Returned', 'returned_at', 'Complete')).rows;
  const shipped = (await move('Shipped', 'shipped_at', 'Processing')).rows;
  // Says nothing new of its status.
  await shop.admin.query(
    `update order_items set sale_price = sale_price + 1 where status = 'Shipped' and created_at > now() - interval '1 minute'`,
  );
  await shop.admin
    .query(`insert into order_items select gen_random_uuid(), order_id, user_id, product_id, inventory_item_id,
    'Shipped', now(), now(), null, null, sale_price from order_items limit 1`);
  const sum = (rows: { price: number }[]) =>
    Math.round(rows.reduce((total, { price }) => total + price, 0) * 100) / 100;
  let told = (await figures.refresh()).status_changes!;
  // A moment may lie in the second after the view's.
  while (told.shipped.items < shipped.length) told = (await figures.refresh()).status_changes!;
  expect(returned.length).toBeGreaterThan(5);
  expect(told).toMatchObject({
    since: first.status_changes!.since,
    shipped: { items: shipped.length, sales: sum(shipped) },
    returned: { items: returned.length, sales: sum(returned) },
    delivered: { items: 0, sales: 0 },
    cancelled: { items: 0, sales: 0 },
  });
  expect(told.newest).toHaveLength(6);
  expect(told.newest[0]).toMatchObject({
    status: 'Shipped',
    product_name: expect.stringMatching(/^Product/),
  });
  expect(shipped.map(({ id }) => id)).toContain(told.newest[0]!.item_id);
});

test('where the changes of the database are not followed, what becomes of items is not known', async () => {
  await sell(5, 50);
  const figures = new Figures(shop.source({ mode: 'query', clock: turnedClock }));
  expect((await figures.refresh()).status_changes).toBeNull();
  await shop.admin.query(`update order_items set id = $1 where id = (select id from order_items limit 1)`, [
    randomUUID(),
  ]);
  expect((await figures.refresh()).status_changes).toBeNull();
});
