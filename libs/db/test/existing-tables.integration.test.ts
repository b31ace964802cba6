import { bulkInsert, resetTables, tableNames, tablesExist } from '../src/index.js';
import { sampleDistCenter, sampleOrderItem, sampleProduct, sampleUser } from './sample-rows.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();

test('finds no table in a schema that does not exist', async () => {
  expect(await tablesExist(server.connect(server.config(server.newSchema())))).toEqual([]);
});

test('finds the tables that exist, in this schema and in no other', async () => {
  const elsewhere = await server.openMigrated();
  const db = server.connect(server.config(server.newSchema()));
  await bulkInsert(db, 'users', []);
  expect(await tablesExist(db)).toEqual(['users']);
  expect(await tablesExist(elsewhere)).toEqual(tableNames);
});

test('empties the generated tables and keeps the static ones', async () => {
  const db = await server.openMigrated();
  await bulkInsert(db, 'users', [sampleUser()]);
  await bulkInsert(db, 'order_items', [sampleOrderItem()]);
  await bulkInsert(db, 'products', [sampleProduct()]);
  await bulkInsert(db, 'dist_centers', [sampleDistCenter()]);
  await resetTables(db);
  const counts = tableNames.map(async (table) => (await db.selectFrom(table).selectAll().execute()).length);
  expect(await Promise.all(counts)).toEqual(
    tableNames.map((table) => (['products', 'dist_centers'].includes(table) ? 1 : 0)),
  );
});

test('resetting passes over tables that do not exist', async () => {
  const db = server.connect(server.config(server.newSchema()));
  await resetTables(db);
  await bulkInsert(db, 'users', [sampleUser()]);
  await resetTables(db);
  expect(await db.selectFrom('users').selectAll().execute()).toEqual([]);
});
