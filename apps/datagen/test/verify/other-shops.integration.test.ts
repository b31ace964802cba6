import { sql } from 'kysely';
import { verify } from '../../src/verify/verify.js';
import type { Finding } from '../../src/verify/finding.js';
import { openShopDatabase, type ShopDatabase } from './shop-database.js';

let shop: ShopDatabase;
beforeAll(async () => {
  shop = await openShopDatabase([]);
});
afterAll(() => shop.drop());

const run = (statements: string): Promise<unknown> => sql.raw(statements).execute(shop.db);

function findingOf(findings: Finding[], name: string): Finding | undefined {
  return findings.find(({ check }) => check === name);
}

test('tables with whole-number ids, moments as text, other names and missing columns are checked as far as it goes', async () => {
  await run(`
    create schema other;
    create table other.users (id bigint, gender varchar(1), created_at text);
    create table other.orders (order_id integer, user_id text, status text, created_at text, shipped_at text);
    create table other.distribution_centers (id text, name text);
    create table other.products (id integer, retail_price text, distribution_center_id integer);
    insert into other.users values (1, 'M', '2024-01-01 10:00:00 UTC'), (2, 'F', '2024-01-01 10:00:00.25+00');
    insert into other.orders values
      (1, '1', 'Shipped', '2024-02-01 00:00:00 UTC', '2024-02-02 00:00:00 UTC'),
      (2, '2', 'Processing', '2023-02-01 00:00:00 UTC', ''),
      (3, '9', 'Cancelled', '2024-02-01 00:00:00 UTC', null);
    insert into other.distribution_centers values ('1', 'Memphis TN');
    insert into other.products values (1, '9.99', 1);`);
  const { verdict, findings } = await verify({ db: shop.db, schema: 'other' });
  expect(verdict).toBe('violated');
  const broken = findings.filter((finding) => finding.verdict === 'violated');
  expect(broken).toEqual([
    expect.objectContaining({ check: 'orders.user_id is in users', rows: 3, violations: 1, example: '3' }),
    expect.objectContaining({
      check: 'orders are placed after the user signed up',
      violations: 1,
      example: '2',
    }),
  ]);
  expect(findingOf(findings, 'products.distribution_center_id is in dist_centers')).toMatchObject({
    verdict: 'holds',
    rows: 1,
  });
  expect(findingOf(findings, "orders.gender is the user's")).toEqual({
    check: "orders.gender is the user's",
    verdict: 'skipped',
    reason: 'there is no orders.gender',
  });
  expect(findingOf(findings, 'events.id is unique')).toMatchObject({ reason: 'there is no events' });
});

test('a moment that PostgreSQL cannot read costs the checks that need it, and no other', async () => {
  await run(`
    create schema broken;
    create table broken.orders (order_id integer, created_at text, status text, shipped_at text);
    insert into broken.orders values (1, 'yesterday-ish', 'Processing', null);`);
  const { findings } = await verify({ db: shop.db, schema: 'broken' });
  expect(findingOf(findings, 'orders are placed by now')).toMatchObject({
    verdict: 'skipped',
    reason: expect.stringContaining('yesterday-ish'),
  });
  expect(findingOf(findings, 'orders.order_id is unique')).toMatchObject({ verdict: 'holds' });
});

test('empty tables break no rule, and figures are skipped', async () => {
  const { verdict, findings } = await verify({ db: shop.db, schema: 'ecommerce' });
  expect(verdict).toBe('holds');
  expect(findingOf(findings, 'gender of users')).toMatchObject({ verdict: 'skipped', reason: 'no rows' });
});

test('tables on which no check can be made are refused, with what was missing', async () => {
  await run('create schema strangers; create table strangers.users (login text);');
  await expect(verify({ db: shop.db, schema: 'strangers' })).rejects.toMatchObject({
    code: 'THELOOK_NOTHING_CHECKED',
    schema: 'strangers',
    message: expect.stringMatching(/None of the \d+ checks .* there is no orders/),
  });
});

test('a schema without tables is refused', async () => {
  await expect(verify({ db: shop.db, schema: 'nowhere' })).rejects.toMatchObject({
    code: 'THELOOK_NO_TABLES',
    schema: 'nowhere',
  });
});

test('a signal ends the statement in hand', async () => {
  // Holds the first check up until it is cancelled.
  await run(`
    create schema slow;
    create view slow.users as select 1 as id from pg_sleep(3600);`);
  const stop = new AbortController();
  const verification = verify({ db: shop.db, schema: 'slow', signal: stop.signal });
  const outcome = expect(verification).rejects.toMatchObject({ code: 'THELOOK_VERIFY_STOPPED', made: 0 });
  await untilSleeping();
  stop.abort();
  await outcome;
});

async function untilSleeping(): Promise<void> {
  const { rows } = await sql`select from pg_stat_activity where wait_event = 'PgSleep'`.execute(shop.db);
  if (rows.length === 0) await untilSleeping();
}
