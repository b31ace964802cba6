import type { EventRow, TableRows, UserRow } from '@thelook/models';
import fc from 'fast-check';
import { BadRowError, CopyDataBuilder, copyTables, type CopyMemory, type TableName } from '../src/index.js';
import {
  sampleDistCenter,
  sampleEvent,
  sampleInventoryItem,
  sampleOrder,
  sampleOrderItem,
  sampleProduct,
  sampleUser,
} from './sample-rows.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();

const text = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('', '\\N', '\t', '\n', '\x7f', 'é', '👗'),
    fc.string({ minLength: 2_000, maxLength: 3_000 }),
  )
  .filter((value) => !value.includes('\0'));
const moment = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
});

test.each<[TableName, TableRows[TableName]]>([
  ['users', sampleUser()],
  ['orders', sampleOrder()],
  ['order_items', sampleOrderItem()],
  ['inventory_items', sampleInventoryItem()],
  ['events', sampleEvent()],
  ['products', sampleProduct()],
  ['dist_centers', sampleDistCenter()],
])('every value of %s arrives in its column', async (table, row) => {
  const db = await server.openMigrated();
  const builder = new CopyDataBuilder(table);
  builder.add(row);
  await copyTables(db, [builder.take()]);
  expect(await db.selectFrom(table).selectAll().execute()).toEqual([row]);
});

test('rows arrive as they were, whatever their values are', async () => {
  const db = await server.openMigrated();
  const builder = new CopyDataBuilder('users');
  const user = fc.record({
    id: fc.uuid(),
    first_name: text,
    age: fc.integer({ min: -32_768, max: 32_767 }),
    latitude: fc.double({ noNaN: true, noDefaultInfinity: true }),
    created_at: moment,
  });
  const users = fc.uniqueArray(user, { selector: ({ id }) => id, maxLength: 100, size: '+1' });
  await fc.assert(
    fc.asyncProperty(users, async (changes) => {
      await db.deleteFrom('users').execute();
      const rows: UserRow[] = changes.map(sampleUser);
      for (const row of rows) builder.add(row);
      expect(await copyTables(db, [builder.take()])).toEqual({ rows: rows.length });
      const read = await db.selectFrom('users').selectAll().execute();
      const byId = new Map(read.map((row) => [row.id, row]));
      expect(rows.map(({ id }) => byId.get(id))).toEqual(rows);
    }),
    { numRuns: 60 },
  );
});

test('rows that repeat parts of the row before arrive whole', async () => {
  const db = await server.openMigrated();
  const few = <Value>(...values: Value[]) => fc.constantFrom(...values);
  const event: fc.Arbitrary<EventRow> = fc.record({
    id: fc.uuid(),
    user_id: few(null, '019b76da-a800-7000-8c4e-52f1a0b7d3e9', '019b76da-a800-7000-8c4e-52f1a0b7d3ea'),
    sequence_number: few(1, 2),
    session_id: few('019b76da-a800-7000-8c4e-52f1a0b7d3eb', '019b76da-a800-7000-8c4e-52f1a0b7d3ec'),
    created_at: few(new Date(0), new Date('2026-01-01')),
    ip_address: few('1.2.3.4', '10.20.30.40'),
    city: few('Zürich', 'Rome'),
    state: few('', 'State'),
    postal_code: few('00100', '8001'),
    browser: few('Chrome', 'Other'),
    traffic_source: few('Email'),
    uri: few('/home', '/product/7'),
    event_type: few('home', 'product'),
  });
  const memory: CopyMemory[] = [];
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(event, { selector: ({ id }) => id, size: '+2' }),
      fc.boolean(),
      async (rows, shared) => {
        await db.deleteFrom('events').execute();
        const builder = new CopyDataBuilder('events', shared ? new SharedArrayBuffer(0) : undefined);
        // Once into new memory, once into what was used before.
        for (const part of [rows.slice(0, rows.length / 2), rows.slice(rows.length / 2)]) {
          for (const row of part) builder.add(row);
          const copied = builder.take(memory.pop());
          await copyTables(db, [copied]);
          memory.push(copied.data.buffer);
        }
        const read = await db.selectFrom('events').selectAll().execute();
        const byId = new Map(read.map((row) => [row.id, row]));
        expect(rows.map(({ id }) => byId.get(id))).toEqual(rows);
      },
    ),
    { numRuns: 60 },
  );
});

test('every digit of a price arrives', async () => {
  const db = await server.openMigrated();
  const prices = [0, 0.02, 9.99, 1_234.5678, 98_765_432.1, 0.1 + 0.2, 5e-324, 1e21, 123456789012345680000];
  const builder = new CopyDataBuilder('products');
  prices.forEach((cost, id) => builder.add(sampleProduct({ id, cost, retail_price: -cost })));
  await copyTables(db, [builder.take()]);
  const rows = await db.selectFrom('products').select(['cost', 'retail_price']).orderBy('id').execute();
  expect(rows).toEqual(prices.map((cost) => ({ cost, retail_price: cost === 0 ? 0 : -cost })));
});

test('a row that does not fit is named, and leaves those around it whole', async () => {
  const db = await server.openMigrated();
  const builder = new CopyDataBuilder('products');
  const bad = (row: object): BadRowError => {
    try {
      builder.add({ ...sampleProduct({ id: 9 }), ...row });
    } catch (error) {
      if (error instanceof BadRowError) return error;
    }
    throw new Error('no row was refused');
  };
  expect(bad({ sku: 'a\0b' })).toMatchObject({ table: 'products', column: 'sku', row: 1 });
  builder.add(sampleProduct({ id: 1 }));
  expect(bad({ cost: null })).toMatchObject({ column: 'cost', row: 2, allowed: 'a finite number' });
  expect(bad({ name: undefined }).allowed).toMatch(/, or null$/);
  builder.add(sampleProduct({ id: 2, name: null }));
  await copyTables(db, [builder.take()]);
  const rows = await db.selectFrom('products').selectAll().orderBy('id').execute();
  expect(rows).toEqual([sampleProduct({ id: 1 }), sampleProduct({ id: 2, name: null })]);
});
