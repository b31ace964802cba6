import type { Visits } from '@thelook/feed';
import { VisitsStream } from '../../src/visits/visits-stream.js';
import { openShop, silent, type TestShop } from '../window/test-shop.js';

let shop: TestShop;
let visits: VisitsStream;
beforeEach(async () => {
  shop = await openShop();
  visits = new VisitsStream({ config: shop.config, db: shop.db, logger: silent });
});
afterEach(async () => {
  await visits.stop();
  await shop.close();
});

/** The database's clock, in milliseconds since 1970. */
async function now(): Promise<number> {
  const { rows } = await shop.admin.query(
    'select floor(extract(epoch from clock_timestamp()) * 1000)::float8 as now',
  );
  return rows[0].now;
}

/** Asks for the window since a moment until the answer is as wanted; the time of a test is the limit. */
async function ask(isWanted: (told: Visits | null, at: number) => boolean, since?: number): Promise<Visits> {
  for (;;) {
    const at = await now();
    const told = visits.visits(at, since === undefined ? 3_600 : (at - since) / 1_000);
    if (isWanted(told, at)) return told!;
  }
}

/** Visits of some sources that come differently far, each in a transaction of its own. */
async function visit(count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    await shop.admin.query(
      `insert into events select gen_random_uuid(), null, n, session, clock_timestamp(), '', '', '', '', '',
         (array['Search', 'Email', 'Organic'])[1 + $1::int % 3], '', (array['home', 'product', 'cart', 'purchase'])[n]
       from (select gen_random_uuid() as session) one, generate_series(1, 1 + $1::int % 4) n`,
      [number],
    );
  }
}

/** What SQL finds: visits that began between two moments, in milliseconds since 1970, and how far they have come. */
async function bySql(from: number, to: number) {
  const { rows } = await shop.admin.query(
    `select source, count(*)::int as visits, count(*) filter (where product)::int as products,
       count(*) filter (where cart)::int as carts, count(*) filter (where purchase)::int as purchases
     from (select min(traffic_source) as source, min(created_at) as begun, bool_or(event_type = 'product') as product,
         bool_or(event_type = 'cart') as cart, bool_or(event_type = 'purchase') as purchase
       from events group by session_id) visit
     where begun >= to_timestamp($1 / 1000.0) and begun < to_timestamp($2 / 1000.0) group by 1 order by 1`,
    [from, to],
  );
  return rows;
}

test('the visits of a window equal SQL, once it is covered, and nothing is told before', async () => {
  await visit(5);
  expect(visits.visits(await now(), 2)).toBeNull();
  // Counted by whole seconds, from the next one on.
  const { since, by_source } = await ask((told, at) => told !== null && at > told.since);
  expect(by_source).toBeNull();
  await visit(24);
  const at = await now();
  const all = ({ by_source: sources }: Visits) => sources?.reduce((sum, source) => sum + source.visits, 0);
  const told = await ask((answer) => answer !== null && all(answer) === 24, since);
  expect([...told.by_source!].sort((a, b) => (a.source < b.source ? -1 : 1))).toEqual(
    await bySql(since, at + 1),
  );
});

test('the stream has a slot of its own as long as somebody asks, and none otherwise', async () => {
  const slots = async () =>
    (
      await shop.admin.query(
        `select slot_name from pg_replication_slots where slot_name like 'thelook_visits%' and database = current_database()`,
      )
    ).rows.length;
  visits = new VisitsStream({ config: shop.config, db: shop.db, logger: silent, unaskedMs: 300 });
  expect(await slots()).toBe(0);
  await ask((told) => told !== null);
  expect(await slots()).toBe(1);
  while ((await slots()) > 0) continue;
  expect(visits.isFollowing).toBe(false);
});

test('a connection that is lost is made again, and counting begins anew', async () => {
  visits = new VisitsStream({ config: shop.config, db: shop.db, logger: silent, retryMs: 50 });
  const first = await ask((told) => told !== null);
  await shop.admin.query(
    `select pg_terminate_backend(active_pid) from pg_replication_slots where slot_name like 'thelook_visits%' and database = current_database()`,
  );
  await ask((told) => told === null);
  const again = await ask((told) => told !== null);
  expect(again.since).toBeGreaterThanOrEqual(first.since);
});
