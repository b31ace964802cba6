import { sql, type Kysely } from 'kysely';
import { bookkeepingTable } from '../src/bookkeeping/bookkeeping-tables.js';
import { Retention, type Database } from '../src/index.js';
import { tableReference } from '../src/table-reference.js';
import { OPENED_AT, PassingShop } from './passing-shop.js';
import { retireAll } from './retire-all.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();
const MINUTE = 60_000;
const D = 10 * MINUTE;

const timeOf = (id: string) => parseInt(id.slice(0, 13).replace('-', ''), 16);

/** References that lead nowhere, and sessions of which a part is gone. */
async function orphans(db: Kysely<Database>): Promise<object> {
  const [users, orders, items, pieces, events] = (
    ['users', 'orders', 'order_items', 'inventory_items', 'events'] as const
  ).map((table) => sql.raw(tableReference(db, table).sql));
  const { rows } = await sql<object>`select
    (select count(*) from ${orders!} where user_id not in (select id from ${users!})) as orders,
    (select count(*) from ${items!} where order_id not in (select order_id from ${orders!})) as items,
    (select count(*) from ${items!} where inventory_item_id not in (select id from ${pieces!})) as unsold,
    (select count(*) from ${pieces!} where sold_at is not null
      and id not in (select inventory_item_id from ${items!})) as pieces,
    (select count(*) from ${events!} where user_id not in (select id from ${users!})) as events,
    (select count(*) from ${orders!} where num_of_item <>
      (select count(*) from ${items!} where order_items.order_id = orders.order_id)) as incomplete,
    (select count(*) from (select from ${events!} group by session_id
      having min(sequence_number) > 1 or max(sequence_number) <> count(*)) as broken) as sessions,
    (select count(*) from ${orders!} where (user_id, created_at) not in
      (select user_id, created_at from ${events!} where event_type = 'purchase')) as purchases`.execute(db);
  return rows[0]!;
}

const none = {
  ...{ orders: 0, items: 0, unsold: 0, pieces: 0, events: 0, incomplete: 0, sessions: 0, purchases: 0 },
};

const ids = {
  users: (db: Kysely<Database>) => db.selectFrom('users').select('id').execute(),
  orders: (db: Kysely<Database>) => db.selectFrom('orders').select('order_id as id').execute(),
  order_items: (db: Kysely<Database>) => db.selectFrom('order_items').select('id').execute(),
  inventory_items: (db: Kysely<Database>) => db.selectFrom('inventory_items').select('id').execute(),
  events: (db: Kysely<Database>) => db.selectFrom('events').select('id').execute(),
};

/** The ids of all rows by table, those apart that a forgotten user takes along. */
async function allIds(db: Kysely<Database>): Promise<Record<keyof typeof ids, Set<string>>> {
  const tables = Object.entries(ids).map(async ([table, read]) => {
    const rows = await read(db);
    return [table, new Set(rows.map(({ id }) => id))] as const;
  });
  return Object.fromEntries(await Promise.all(tables)) as Record<keyof typeof ids, Set<string>>;
}

test('a shop that goes on loses what is long finished, never a row that another one needs', async () => {
  const db = await server.openMigrated();
  const shop = await PassingShop.open(db, 60, 200);
  const retention = new Retention(db, D);
  const past = await allIds(db);
  const seen = { batches: 0, gone: 0, held: 0, leftUsers: 0 };
  let now = OPENED_AT;
  for (let minute = 4; minute <= 44; minute += 4) {
    now = OPENED_AT + minute * MINUTE;
    await shop.goOnUntil(now);
    const before = await allIds(db);
    const planned = new Set(shop.plans.map(({ user }) => user));
    const held = new Set(shop.plans.flatMap(({ orders }) => orders.map(({ t }) => t)));
    const recent = await db
      .selectFrom('order_items')
      .select('order_id')
      .where('updated_at', '>=', new Date(now - D))
      .execute();
    for (const { order_id } of recent) held.add(timeOf(order_id));
    await retireAll(retention, { now, limit: 100 }, async () => {
      seen.batches += 1;
      expect(await orphans(db)).toEqual(none);
    });
    const after = await allIds(db);
    for (const table of Object.keys(ids) as (keyof typeof ids)[]) {
      for (const id of before[table]) {
        const time = timeOf(id);
        const mayGo = time >= OPENED_AT && time < now - D && !(table === 'users' ? planned : held).has(time);
        if (!after[table].has(id)) {
          // A stranger's session may be of the same moment as an order that stays.
          const stranger = table === 'events' && time >= OPENED_AT && time < now - D;
          expect({ table, id, mayGo: mayGo || stranger }).toMatchObject({ mayGo: true });
          seen[table === 'users' ? 'leftUsers' : 'gone'] += 1;
        } else if (mayGo && (table === 'orders' || table === 'order_items' || table === 'events')) {
          // By a few seconds: until a visit that began then is certainly over.
          expect(time).toBeGreaterThan(now - D - MINUTE / 6);
        } else if (table === 'orders' && held.has(time) && time >= OPENED_AT && time < now - D) {
          seen.held += 1;
        }
      }
    }
  }
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(10);

  // Then nothing lies ahead any more.
  await sql`delete from ${sql.raw(bookkeepingTable(db, 'agenda'))}`.execute(db);
  await retireAll(retention, { now: now + D + MINUTE });
  await retireAll(retention, { now: now + 2 * D + 2 * MINUTE });
  expect(await orphans(db)).toEqual(none);
  const left = await allIds(db);
  for (const table of ['users', 'orders', 'order_items', 'events'] as const) {
    for (const id of left[table]) expect(timeOf(id)).toBeLessThan(OPENED_AT);
    // All of history but those who asked to be forgotten.
    expect(left[table].size).toBeGreaterThan(past[table].size * 0.9);
  }
  const { rows } = await sql<object>`select from ${sql.raw(bookkeepingTable(db, 'departed'))}`.execute(db);
  expect(rows).toEqual([]);
});
