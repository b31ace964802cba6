import { sql, type Kysely } from 'kysely';
import { randomBytes, randomUUID } from 'node:crypto';
import {
  bulkInsert,
  countSales,
  emitMarker,
  publishFeed,
  readMarker,
  readSales,
  ReplicationClient,
  SalesChangeDecoder,
  type SaleRow,
  type SalesChange,
  type SalesReadingOptions,
  type SalesReadingStart,
  type SoldProduct,
  type StreamMarker,
  type Database,
} from '../../src/index.js';
import { sampleOrderItem, sampleProduct, sampleUser } from '../sample-rows.js';
import { useTestServer } from '../test-database.js';

const server = useTestServer();
const clock = sql<Date>`now()`;

/** A stream of the changes in a new schema. */
async function openStream() {
  const schema = server.newSchema();
  const db = await server.openMigrated(schema);
  const publication = await publishFeed(db);
  const client = await ReplicationClient.connect(server.config(schema));
  const slot = await client.createSlot(`test_${randomBytes(6).toString('hex')}`);
  const from = { snapshot: slot.snapshot, publication, maxProducts: 9 };
  const options = { from, clock, lookbackSeconds: 300 };
  const decoder = new SalesChangeDecoder(schema);
  const changes: SalesChange[] = [];
  let onMarker: (marker: StreamMarker) => void = () => undefined;
  const start = () =>
    client.start(slot, publication, (message) => {
      const change = decoder.decode(message);
      if (!change || change.kind === 'commit') return;
      const marker = readMarker(change, slot.name);
      if (marker) onMarker(marker);
      else changes.push(change);
    });
  let markers = 0;
  const catchUp = async () => {
    const arrived = new Promise<StreamMarker>((resolve) => (onMarker = resolve));
    await emitMarker(db, { slot: slot.name, id: (markers += 1), publication, clock });
    return { marker: await arrived, changes: changes.splice(0) };
  };
  return { db, schema, client, slot, publication, start, catchUp, snapshot: () => readAll(db, options) };
}

/** What a reader is told. */
async function readAll(db: Kysely<Database>, options: SalesReadingOptions) {
  const items: SaleRow[] = [];
  const products: SoldProduct[] = [];
  let start: SalesReadingStart | undefined;
  await readSales(db, options, {
    begin: (begun) => (start = begun),
    items: (rows) => items.push(...rows),
    products: (rows) => products.push(...rows),
  });
  return { items, products, start, tables: start?.tables };
}

test('has the state in the snapshot and every later change in the stream', async () => {
  const { db, schema, client, start, catchUp, snapshot } = await openStream();
  const [user, product] = [sampleUser(), sampleProduct()];
  const item = sampleOrderItem({ user_id: user.id });
  await bulkInsert(db, 'users', [user]);
  await bulkInsert(db, 'products', [product]);
  await bulkInsert(db, 'order_items', [item]);
  expect(await snapshot()).toMatchObject({ items: [], products: [] });
  start();
  await db.updateTable('order_items').set({ status: 'Shipped' }).execute();
  const id = randomUUID();
  await db.updateTable('order_items').set({ id }).execute();
  await db.deleteFrom('users').execute();
  await sql.raw(`truncate ${schema}.products, ${schema}.orders`).execute(db);
  const { changes } = await catchUp();
  const row = {
    id: item.id,
    order_id: item.order_id,
    user_id: user.id,
    product_id: 1,
    status: 'Processing',
    created_at: item.created_at.getTime() * 1_000,
    sale_price: 19.99,
  };
  expect(changes).toMatchObject([
    { kind: 'put', table: 'users', key: user.id, row: { id: user.id, age: 36, country: 'United Kingdom' } },
    { kind: 'put', table: 'products', key: 1, row: { id: 1, cost: 7.25, brand: 'Analytical' } },
    { kind: 'put', table: 'order_items', key: item.id, row },
    { kind: 'put', table: 'order_items', key: item.id, row: { ...row, status: 'Shipped' } },
    { kind: 'put', table: 'order_items', key: id, formerKey: item.id },
    { kind: 'delete', table: 'users', key: user.id },
    { kind: 'truncate', tables: ['products'] },
  ]);
  await client.close();
});

test('reads what is there before the slot, with microseconds, and no more than asked for', async () => {
  const schema = server.newSchema();
  const db = await server.openMigrated(schema);
  const user = sampleUser();
  await bulkInsert(db, 'users', [user, sampleUser()]);
  await bulkInsert(db, 'products', [sampleProduct()]);
  const item = sampleOrderItem({ user_id: user.id });
  const old = sampleOrderItem({ created_at: new Date(Date.now() - 3_600_000) });
  await bulkInsert(db, 'order_items', [item, old]);
  await sql
    .raw(`update ${schema}.order_items set created_at = created_at + interval '123 microseconds'`)
    .execute(db);
  const client = await ReplicationClient.connect(server.config(schema));
  const { snapshot } = await client.createSlot(`test_${randomBytes(6).toString('hex')}`);
  const from = { snapshot, publication: 'none', maxProducts: 0 };
  const state = await readAll(db, { from, clock, lookbackSeconds: 300 });
  const { created_at } = item;
  const buyer = {
    buyer_id: user.id,
    age: 36,
    gender: 'F',
    country: 'United Kingdom',
    traffic_source: 'Search',
  };
  expect(state.items).toMatchObject([
    { id: item.id, created_at: created_at.getTime() * 1_000 + 123, ...buyer, sold_id: 1, cost: 7.25 },
  ]);
  expect(state.products).toMatchObject([{ id: 1, cost: 7.25 }]);
  expect(state.start?.now).toBe(state.start!.since + 300e6);
  const all = await readAll(db, { from, clock, lookbackSeconds: 7_200 });
  expect(all.items).toMatchObject([{ id: item.id }, { id: old.id, buyer_id: null }]);
  // Where no stream follows, what is not whole is not needed.
  expect(await readAll(db, { clock, lookbackSeconds: 7_200 })).toMatchObject({
    items: [{ id: item.id }],
    products: [],
  });
  await client.close();
});

test('reads any number of items, a few hundred at a time', async () => {
  const schema = server.newSchema();
  const db = await server.openMigrated(schema);
  const user = sampleUser();
  await bulkInsert(db, 'users', [user]);
  await bulkInsert(db, 'products', [sampleProduct()]);
  const items = Array.from({ length: 1_200 }, () => sampleOrderItem({ user_id: user.id }));
  await bulkInsert(db, 'order_items', items);
  const batches: number[] = [];
  const options = { clock, lookbackSeconds: 300 };
  const reader = { begin: () => undefined, items: (rows: readonly SaleRow[]) => batches.push(rows.length) };
  await readSales(db, options, { ...reader, products: () => undefined });
  expect([Math.max(...batches), batches.reduce((sum, rows) => sum + rows)]).toEqual([500, 1_200]);
  expect(await countSales(db, 300, clock, 10_000)).toBe(1_200);
  expect(await countSales(db, 300, clock, 100)).toBe(101);
  const gone = new AbortController();
  gone.abort(new Error('no longer wanted'));
  await expect(
    readSales(db, { ...options, signal: gone.signal }, { ...reader, products: () => undefined }),
  ).rejects.toThrow('no longer wanted');
});

test('tells by its markers that tables or publication are no longer what they were', async () => {
  const { db, schema, client, start, catchUp, snapshot } = await openStream();
  const { tables } = await snapshot();
  start();
  await sql.raw(`insert into ${schema}.products select 1, 1, '', '', '', 1, 'Men', '', 1`).execute(db);
  expect((await catchUp()).marker.tables).toBe(tables);
  const seen = new Set([tables]);
  for (const statement of [
    `alter table ${schema}.order_items alter sale_price type numeric(10, 2)`,
    `truncate ${schema}.users`,
    `alter table ${schema}.order_items rename status to state`,
    `alter table ${schema}.users drop country; alter table ${schema}.users rename state to country`,
    `alter table ${schema}.products alter department drop not null`,
    `alter publication thelook_feed_${schema} drop table ${schema}.users`,
    `alter publication thelook_feed_${schema} set (publish = 'insert')`,
    `drop table ${schema}.products`,
    `drop publication thelook_feed_${schema}; create publication thelook_feed_${schema}`,
  ]) {
    await sql.raw(statement).execute(db);
    seen.add((await catchUp()).marker.tables);
  }
  expect(seen.size).toBe(9);
  await client.close();
});

test('tells why it has ended', async () => {
  const { db, client, start, catchUp } = await openStream();
  start();
  await catchUp();
  await sql`select pg_terminate_backend(${client.pid})`.execute(db);
  expect((await client.ended)?.message).toMatch(/terminat/);
});

test('ends with the error of whoever reads its messages', async () => {
  const { schema, db, client } = await openStream();
  const failure = new Error('no more');
  const slot = await client.createSlot(`test_${randomBytes(6).toString('hex')}`);
  client.start(slot, `thelook_feed_${schema}`, () => {
    throw failure;
  });
  await sql.raw(`insert into ${schema}.products select 1, 1, '', '', '', 1, 'Men', '', 1`).execute(db);
  expect(await client.ended).toBe(failure);
});

test('ends without a reason when it is closed', async () => {
  const { client, start, catchUp } = await openStream();
  start();
  await catchUp();
  await client.close();
  expect(await client.ended).toBeUndefined();
});

test('refuses tables of which changes do not tell the row', async () => {
  const { schema, db, client, start } = await openStream();
  await sql
    .raw(
      `create unique index by_sku on ${schema}.products (sku);
       alter table ${schema}.products replica identity using index by_sku`,
    )
    .execute(db);
  start();
  await sql.raw(`insert into ${schema}.products select 1, 1, '', '', '', 1, 'Men', '', 1`).execute(db);
  expect(await client.ended).toMatchObject({ code: 'THELOOK_REPLICA_IDENTITY', table: 'products' });
});

test('understands replica identity full', async () => {
  const { schema, db, client, start, catchUp } = await openStream();
  await sql.raw(`alter table ${schema}.products replica identity full`).execute(db);
  start();
  await bulkInsert(db, 'products', [sampleProduct()]);
  await db.updateTable('products').set({ id: 2 }).execute();
  await db.deleteFrom('products').execute();
  expect((await catchUp()).changes).toMatchObject([
    { kind: 'put', key: 1 },
    { kind: 'put', key: 2, formerKey: 1 },
    { kind: 'delete', key: 2 },
  ]);
  await client.close();
});

test('takes a large transaction in many turns of the event loop', async () => {
  const { db, client, slot, publication } = await openStream();
  // Some tens of rows in each piece of what is read, and 32 pieces in a turn of Node.js.
  const rows = 4_000;
  await bulkInsert(
    db,
    'users',
    Array.from({ length: rows }, () => ({ ...sampleUser(), country: 'x'.repeat(2_000) })),
  );
  let [all, now, most] = [0, 0, 0];
  await new Promise<void>((resolve) => {
    client.start(slot, publication, () => {
      const until = performance.now() + 0.25;
      while (performance.now() < until);
      if (now === 0) setImmediate(() => (now = 0));
      [all, now] = [all + 1, now + 1];
      most = Math.max(most, now);
      if (all > rows) resolve();
    });
  });
  // Ten milliseconds' worth, and the rest of two pieces.
  expect(most).toBeLessThan(150);
  await client.close();
});
