import { sql } from 'kysely';
import {
  bulkInsert,
  createSecondaryIndexes,
  dropSecondaryIndexes,
  finishBulkLoad,
  generatedTablesAreEmpty,
} from '../src/index.js';
import { sampleProduct, sampleUser } from './sample-rows.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();

async function indexesOf(schema: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select indexname as name from pg_indexes
    where schemaname = ${schema} and tablename = 'order_items' order by 1`.execute(
    server.connect(server.config('public')),
  );
  return rows.map(({ name }) => name);
}

test('drops the indexes that are no primary keys, and makes them again', async () => {
  const schema = server.newSchema();
  const db = await server.openMigrated(schema);
  expect(await indexesOf(schema)).toEqual(['order_items_created_at_idx', 'order_items_pkey']);
  await dropSecondaryIndexes(db);
  expect(await indexesOf(schema)).toEqual(['order_items_pkey']);
  await dropSecondaryIndexes(db);
  await createSecondaryIndexes(db);
  await createSecondaryIndexes(db);
  expect(await indexesOf(schema)).toEqual(['order_items_created_at_idx', 'order_items_pkey']);
});

test('indexes stay as they are for a role that may use the tables but does not own them', async () => {
  const schema = server.newSchema();
  const owned = await server.openMigrated(schema);
  const other = server.newSchema();
  const role = await server.createRole(other, 'connect');
  await sql
    .raw(
      `grant usage on schema ${schema} to ${role.name};
    grant all on all tables in schema ${schema} to ${role.name}`,
    )
    .execute(owned);
  const db = server.connect(server.config(schema, role));
  await dropSecondaryIndexes(db);
  await createSecondaryIndexes(db);
  await finishBulkLoad(db);
  expect(await indexesOf(schema)).toEqual(['order_items_created_at_idx', 'order_items_pkey']);

  await dropSecondaryIndexes(owned);
  await expect(createSecondaryIndexes(db)).rejects.toMatchObject({ code: '42501' });
});

test('tells whether there is a generated row', async () => {
  const db = await server.openMigrated();
  await bulkInsert(db, 'products', [sampleProduct()]);
  expect(await generatedTablesAreEmpty(db)).toBe(true);
  await bulkInsert(db, 'users', [sampleUser()]);
  const statements: string[] = [];
  const watched = db.withPlugin({
    transformQuery: ({ node }) => {
      statements.push(JSON.stringify(node));
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  });
  expect(await generatedTablesAreEmpty(watched)).toBe(false);
  // Citus: "a column definition list is required" for a subquery without columns.
  expect(statements.join()).not.toContain('(select from');
});
