import { createDb, migrate, readConnectionConfig, tableNames } from '@thelook/db';
import { createDatabase, type TestDatabase } from '@thelook/embedded-postgres';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { workspaceRoot } from './compose-file.js';

const init = readFileSync(join(workspaceRoot, 'docker/postgres/init.sql'), 'utf8');

let database: TestDatabase;

beforeEach(async () => {
  database = await createDatabase(process.env['THELOOK_TEST_SERVER_URL'] ?? '');
  await query(init);
});

afterEach(() => database.drop());

/** On a connection of its own: the settings of a database count for new ones. */
async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client(database.url);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function migrateDatabase() {
  const config = readConnectionConfig({ DATABASE_URL: database.url });
  if (!config) throw new Error('DATABASE_URL is not read');
  const db = createDb(config);
  try {
    return await migrate(db);
  } finally {
    await db.destroy();
  }
}

test('the apps find the publication made, and every table of theirs becomes part of it', async () => {
  await expect(migrateDatabase()).resolves.toMatchObject({ publication: 'unchanged', warnings: [] });
  const published = await query(
    `select tablename as name from pg_publication_tables where pubname = 'cdc_publication' and schemaname = 'ecommerce'`,
  );
  expect(published).toHaveLength(tableNames.length);
  expect(published).toEqual(expect.arrayContaining(tableNames.map((name) => ({ name }))));
});

test('a table is found without naming its schema', async () => {
  await migrateDatabase();
  await expect(query('select id from users')).resolves.toEqual([]);
});

test('the server can feed change data capture', async () => {
  await expect(query('show wal_level')).resolves.toEqual([{ wal_level: 'logical' }]);
});
