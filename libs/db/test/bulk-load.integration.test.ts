import { sql, type Kysely } from 'kysely';
import {
  bulkInsert,
  createSecondaryIndexes,
  dropSecondaryIndexes,
  generatedTablesAreEmpty,
  type Database,
} from '../src/index.js';
import { sampleProduct, sampleUser } from './sample-rows.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();

async function indexes(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select indexname as name from pg_indexes
    where schemaname = (select schemaname from pg_tables where tablename = 'users' limit 1)
      and tablename = 'order_items' order by 1`.execute(db);
  return rows.map(({ name }) => name);
}

test('drops the indexes that are no primary keys, and makes them again', async () => {
  const db = await server.openMigrated();
  expect(await indexes(db)).toEqual(['order_items_created_at_idx', 'order_items_pkey']);
  await dropSecondaryIndexes(db);
  expect(await indexes(db)).toEqual(['order_items_pkey']);
  await dropSecondaryIndexes(db);
  await createSecondaryIndexes(db);
  await createSecondaryIndexes(db);
  expect(await indexes(db)).toEqual(['order_items_created_at_idx', 'order_items_pkey']);
});

test('tells whether there is a generated row', async () => {
  const db = await server.openMigrated();
  await bulkInsert(db, 'products', [sampleProduct()]);
  expect(await generatedTablesAreEmpty(db)).toBe(true);
  await bulkInsert(db, 'users', [sampleUser()]);
  expect(await generatedTablesAreEmpty(db)).toBe(false);
});
