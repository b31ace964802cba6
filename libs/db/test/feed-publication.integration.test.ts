import { sql, type Kysely } from 'kysely';
import { feedPublicationName, migrate, PublicationError, publishFeed, type Database } from '../src/index.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();
let admin: Kysely<Database>;

beforeAll(() => {
  admin = server.connect(server.config('public'));
});
beforeEach(() => run('drop publication if exists cdc_publication'));

test('has a name for each schema that fits', () => {
  expect(feedPublicationName('ecommerce')).toBe('thelook_feed');
  expect(feedPublicationName('shop')).toBe('thelook_feed_shop');
  const [one, two] = ['é'.repeat(31), `${'é'.repeat(30)}e`].map(feedPublicationName);
  expect(Buffer.byteLength(one ?? '')).toBeLessThanOrEqual(63);
  expect(one).not.toBe(two);
});

test('publishes the tables of the sales and no other', async () => {
  const schema = server.newSchema();
  const db = await server.openMigrated(schema);
  expect(await publishFeed(db)).toBe(`thelook_feed_${schema}`);
  expect(await published(`thelook_feed_${schema}`)).toEqual(['order_items', 'products', 'users']);
  expect(await publishFeed(db)).toBe(`thelook_feed_${schema}`);
});

test('comes with a migration, and comes back when a table has been made anew', async () => {
  const schema = server.newSchema();
  const db = server.connect(server.config(schema));
  await migrate(db);
  await run(`drop table ${schema}.users; create table ${schema}.users (id uuid primary key)`);
  await run(
    `alter table ${schema}.users add age int, add gender text, add country text, add traffic_source text,
       add latitude float8, add longitude float8, add created_at timestamptz`,
  );
  expect(await published(`thelook_feed_${schema}`)).toEqual(['order_items', 'products']);
  await migrate(db);
  expect(await published(`thelook_feed_${schema}`)).toEqual(['order_items', 'products', 'users']);
});

test('is made once by many who start at the same moment', async () => {
  const schema = server.newSchema();
  const db = await server.openMigrated(schema);
  const names = await Promise.all([1, 2, 3, 4].map(() => publishFeed(db)));
  expect(new Set(names)).toEqual(new Set([`thelook_feed_${schema}`]));
});

test('is the wide one where the role may not make one', async () => {
  const schema = server.newSchema();
  const role = await server.createRole(schema, 'connect');
  const db = server.connect(server.config(schema, role));
  await migrate(db);
  await run(`create publication cdc_publication for tables in schema ${schema}`);
  expect(await publishFeed(db)).toBe('cdc_publication');
});

test.each([
  ['shows some rows only', (schema: string) => `for table ${schema}.order_items where (sale_price > 1)`],
  ['shows some columns only', (schema: string) => `for table ${schema}.order_items (id, status)`],
  ['lacks a table', (schema: string) => `for table ${schema}.order_items, ${schema}.users`],
  [
    'leaves deletions out',
    (schema: string) => `for tables in schema ${schema} with (publish = 'insert, update')`,
  ],
])('is not the wide one when that %s', async (_, objects) => {
  const schema = server.newSchema();
  const role = await server.createRole(schema, 'connect');
  const db = server.connect(server.config(schema, role));
  await migrate(db);
  await run(`create publication cdc_publication ${objects(schema)}`);
  const failure = publishFeed(db);
  await expect(failure).rejects.toThrow(PublicationError);
  await expect(failure).rejects.toMatchObject({
    statement: expect.stringMatching(
      /^create publication "thelook_feed_.* for table .*order_items.*products/,
    ),
  });
});

test('leaves one alone that has been narrowed by hand', async () => {
  const schema = server.newSchema();
  const db = await server.openMigrated(schema);
  const name = await publishFeed(db);
  await run(`alter publication ${name} set (publish = 'insert')`);
  await expect(publishFeed(db)).rejects.toMatchObject({ publication: name });
  expect(await published(name)).toHaveLength(3);
});

async function published(name: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_publication_tables where pubname = ${name} order by 1`.execute(admin);
  return rows.map((row) => row.name);
}

async function run(statement: string): Promise<void> {
  await sql.raw(statement).execute(admin);
}
