import { randomUUID } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { bookkeepingOf, bookkeepingTable } from '../src/bookkeeping/bookkeeping-tables.js';
import { bulkInsert, Retention, type Database } from '../src/index.js';
import { retentionBounds } from '../src/retention/bounds.js';
import { tableReference } from '../src/table-reference.js';
import { firstIdAt } from '../src/retention/id-time.js';
import { firstUsers, retireUsers, usersOf } from '../src/retention/retire-users.js';
import { firstVisits, retireVisits } from '../src/retention/retire-visits.js';
import { retireAll } from './retire-all.js';
import { sampleEvent, sampleInventoryItem, sampleOrder, sampleOrderItem, sampleUser } from './sample-rows.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();
const OPENED_AT = Date.UTC(2026, 2, 1);
const MINUTE = 60_000;
const D = 10 * MINUTE;

/** An order of one item, in the visit of a user's sign-up, finished at a moment; and a stranger's session beside it. */
async function placeOrder(db: Kysely<Database>, visit: number, finishedAt: number | null): Promise<string> {
  const id = () => `${firstIdAt(visit).slice(0, 14)}7${randomUUID().slice(15)}`;
  const user = sampleUser({ id: id() });
  const order = sampleOrder({ order_id: id(), user_id: user.id, num_of_item: 1 });
  const piece = sampleInventoryItem({ id: id() });
  const updated_at = finishedAt === null ? null : new Date(finishedAt);
  const session_id = id();
  await db.transaction().execute(async (transaction) => {
    await bulkInsert(transaction, 'users', [user]);
    await bulkInsert(transaction, 'inventory_items', [piece]);
    await bulkInsert(transaction, 'orders', [{ ...order, updated_at }]);
    const item = {
      id: id(),
      order_id: order.order_id,
      user_id: user.id,
      inventory_item_id: piece.id,
      updated_at,
    };
    await bulkInsert(transaction, 'order_items', [sampleOrderItem(item)]);
    await bulkInsert(transaction, 'events', [
      sampleEvent({ id: id(), user_id: null, session_id, sequence_number: 1 }),
      sampleEvent({ id: id(), user_id: user.id, session_id, sequence_number: 2, event_type: 'purchase' }),
      sampleEvent({ id: id(), user_id: null, session_id: id(), sequence_number: 1 }),
    ]);
  });
  return order.order_id;
}

const openAt = (db: Kysely<Database>, real: number, speed = 1_440) =>
  sql`insert into ${sql.raw(bookkeepingTable(db, 'clock'))}
    values (to_timestamp(${real / 1_000}::float8), to_timestamp(${real / 1_000}::float8), ${speed})`.execute(
    db,
  );

/** A shop of an hour, of which an order was finished long ago. */
async function openShop(speed?: number): Promise<{ db: Kysely<Database>; now: number }> {
  const db = await server.openMigrated();
  await openAt(db, OPENED_AT, speed);
  await placeOrder(db, OPENED_AT + MINUTE, OPENED_AT + 2 * MINUTE);
  return { db, now: OPENED_AT + 60 * MINUTE };
}

const all = { orders: 1, order_items: 1, inventory_items: 1, events: 3 };

test('an order without a moment of its last change was finished when it was placed', async () => {
  const db = await server.openMigrated();
  await openAt(db, OPENED_AT);
  await placeOrder(db, OPENED_AT + MINUTE, null);
  expect(await retireAll(new Retention(db, D), { now: OPENED_AT + 60 * MINUTE })).toMatchObject(all);
});

test('the last change of an item counts as one of its order', async () => {
  const { db, now } = await openShop();
  await db
    .updateTable('order_items')
    .set({ updated_at: new Date(now - MINUTE) })
    .execute();
  // A stranger's session has nothing to do with it.
  expect(await retireAll(new Retention(db, D), { now })).toMatchObject({
    orders: 0,
    order_items: 0,
    events: 1,
  });
});

test('a shop that has never been open has nothing to retire, and rows from before the opening stay', async () => {
  const db = await server.openMigrated();
  await placeOrder(db, OPENED_AT - MINUTE, OPENED_AT - MINUTE);
  const now = OPENED_AT + 60 * MINUTE;
  expect(await new Retention(db, D).retire({ now })).toMatchObject({ events: 0, done: true });
  await openAt(db, OPENED_AT);
  expect(await retireAll(new Retention(db, D), { now })).toMatchObject({ events: 0 });
});

test('a visit may still be under way: while shop time stands still, and while its end is late', async () => {
  const { db, now } = await openShop(0);
  expect(await new Retention(db, D).retire({ now })).toMatchObject({ events: 0, done: true });
  await openAt(db, OPENED_AT + 1);
  await sql`insert into ${sql.raw(bookkeepingTable(db, 'agenda'))} (run, kind, life, lane, due, state)
    values (1, 'shopper', 1, 7, to_timestamp(${OPENED_AT / 1_000}::float8), '{}')`.execute(db);
  expect(await new Retention(db, D).retire({ now })).toMatchObject({ events: 0, done: true });
  await sql`delete from ${sql.raw(bookkeepingTable(db, 'agenda'))}`.execute(db);
  expect(await retireAll(new Retention(db, D), { now })).toMatchObject(all);
});

test('one at a time: who comes second finds nothing to do', async () => {
  const { db, now } = await openShop();
  const retention = new Retention(db, D);
  await db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtext('thelook.retention'), hashtext(${bookkeepingOf(db)}))`.execute(
      transaction,
    );
    expect(await retention.retire({ now })).toMatchObject({ events: 0, done: true });
  });
  expect(await retireAll(retention, { now })).toMatchObject(all);
});

test('gives way to whoever is at the same rows, and comes back', async () => {
  const { db, now } = await openShop();
  const retention = new Retention(db, D);
  await db.transaction().execute(async (transaction) => {
    await transaction.deleteFrom('order_items').execute();
    expect(await retention.retire({ now })).toMatchObject({ events: 0, done: true });
    await transaction.deleteFrom('orders').execute();
  });
  expect(await retireAll(retention, { now })).toMatchObject({ orders: 0, order_items: 0, events: 3 });
});

test.each([
  ['olderThan', () => new Retention(server.connect(server.config('public')), 9_999)],
  ['olderThan', () => new Retention(server.connect(server.config('public')), NaN)],
])('refuses %s that makes no sense', (field, make) => {
  expect(make).toThrow(expect.objectContaining({ code: 'THELOOK_ARGUMENT', field }));
});

test('refuses a limit that makes no sense', async () => {
  const { db, now } = await openShop();
  await expect(new Retention(db, D).retire({ now, limit: 0 })).rejects.toMatchObject({ field: 'limit' });
});

async function agendaIndexes(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_index join pg_class on pg_class.oid = indexrelid
    where indrelid = ${bookkeepingTable(db, 'agenda')}::regclass`.execute(db);
  return rows.map(({ name }) => name);
}

/** How often this connection has read a whole table. */
async function wholeScans(transaction: Kysely<Database>): Promise<{ name: string; scans: number }[]> {
  const tables = ['users', 'orders', 'order_items', 'inventory_items', 'events', 'agenda'];
  const { rows } = await sql<{ name: string; scans: number }>`
    select relname as name, seq_scan as scans from pg_stat_xact_user_tables
    where relname = any (${tables}) and seq_scan > 0 order by relname`.execute(transaction);
  return rows;
}

test('a batch reads no table as a whole, by an index that only those have who retire', async () => {
  const db = await server.openMigrated();
  await openAt(db, OPENED_AT);
  expect((await agendaIndexes(db)).length).toBe(2);
  expect(await new Retention(db, D).retire({ now: OPENED_AT })).toMatchObject({ done: true, events: 0 });
  expect(await agendaIndexes(db)).toContain('agenda_user_idx');
  const [users, orders, items, pieces, events, agenda] = [
    ...(['users', 'orders', 'order_items', 'inventory_items', 'events'] as const).map((table) =>
      sql.raw(tableReference(db, table).sql),
    ),
    sql.raw(bookkeepingTable(db, 'agenda')),
  ];
  for (let place = 0; place < 20; place += 1) await placeOrder(db, OPENED_AT + place, OPENED_AT + place);
  // Each of them three hundred times, always later.
  const later = (id: string, copy: string) =>
    sql.raw(`(lpad(to_hex(('x' || left(replace(${id}::text, '-', ''), 12))::bit(48)::bigint + 1000 * ${copy}), 12, '0')
      || substr(replace(${id}::text, '-', ''), 13))::uuid`);
  for (const [table, key] of [
    [users!, 'id'],
    [orders!, 'order_id'],
    [items!, 'id'],
    [pieces!, 'id'],
    [events!, 'id'],
  ] as const) {
    await sql`insert into ${table} select (jsonb_populate_record(r, jsonb_build_object(${sql.lit(key)}::text,
      ${later(`r.${key}`, 'copy')}))).* from ${table} r, generate_series(1, 300) copy`.execute(db);
  }
  await sql`insert into ${agenda!} select 1, 'shopper', copy, 0, to_timestamp(${OPENED_AT / 1_000}::float8) + interval '9 years',
    jsonb_build_object('user', ${OPENED_AT}::bigint + copy, 'orders', '[]'::jsonb) from generate_series(1, 20000) copy`.execute(
    db,
  );
  await sql`analyze ${users!}, ${orders!}, ${items!}, ${pieces!}, ${events!}, ${agenda!}`.execute(db);
  const now = OPENED_AT + 60 * MINUTE;
  const read = await db.transaction().execute(async (transaction) => {
    // What the connection did a moment ago may still be counted with it.
    const before = await wholeScans(transaction);
    const bounds = await retentionBounds(transaction, now - D);
    const visits = await firstVisits(transaction, { from: OPENED_AT + 50_000, until: bounds!.until }, 500);
    expect(await retireVisits(transaction, visits, now - D)).toMatchObject({ events: 501 });
    const span = await firstUsers(transaction, usersOf(OPENED_AT + 50_000, now), 500);
    await retireUsers(transaction, span, now, now - D);
    return { before, after: await wholeScans(transaction) };
  });
  expect(read.after).toEqual(read.before);
});

test('a user is noted by the moment at which nothing was found ahead, however long that was waited for', async () => {
  const { db, now } = await openShop();
  const departed = sql.raw(bookkeepingTable(db, 'departed'));
  const { late, noted } = await db.transaction().execute(async (transaction) => {
    const { rows: waited } = await sql<{ ms: number }>`
      select extract(epoch from clock_timestamp() - transaction_timestamp())::float8 * 1000 as ms`.execute(
      transaction,
    );
    await retireUsers(transaction, usersOf(OPENED_AT, now), now, now - D);
    const { rows } = await sql<{ ms: number }>`
      select extract(epoch from seen_at - to_timestamp(${now / 1_000}::float8))::float8 * 1000 as ms
      from ${departed}`.execute(transaction);
    return { late: waited[0]!.ms, noted: rows.map(({ ms }) => ms) };
  });
  expect(late).toBeGreaterThan(0);
  expect(noted).toHaveLength(1);
  expect(noted[0]).toBeGreaterThanOrEqual(late);
});
