import { sql, type Kysely } from 'kysely';
import { migrate, tableNames, type Database } from '../src/index.js';
import { migrations } from '../src/migrations/index.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();
let admin: Kysely<Database>;

beforeAll(() => {
  admin = server.connect(server.config('public'));
});
beforeEach(() => run('drop publication if exists cdc_publication'));

test('covers every table of the schema, later ones too', async () => {
  const schema = server.newSchema();
  const db = server.connect(server.config(schema));
  expect(await migrate(db)).toMatchObject({ publication: 'created', warnings: [] });
  await run(`create table ${schema}.loyalty_cards (id integer primary key)`);
  expect(await published(schema)).toEqual([...tableNames, 'loyalty_cards'].sort());
  expect(await migrate(db)).toMatchObject({ publication: 'unchanged', warnings: [] });
});

test('is extended to a further schema and keeps the first one', async () => {
  const [one, two] = [server.newSchema(), server.newSchema()];
  await migrate(server.connect(server.config(one)));
  expect(await migrate(server.connect(server.config(two)))).toMatchObject({ publication: 'extended' });
  expect(await published(one)).toEqual(expect.arrayContaining(tableNames));
  expect(await published(two)).toEqual(expect.arrayContaining(tableNames));
});

test('is extended when somebody else made it for one table', async () => {
  const schema = server.newSchema();
  await run(`create schema ${schema}; create table ${schema}.mine (id integer primary key)`);
  await run(`create publication cdc_publication for table ${schema}.mine`);
  expect(await migrate(server.connect(server.config(schema)))).toMatchObject({ publication: 'extended' });
  expect(await published(schema)).toEqual(expect.arrayContaining(['mine', ...tableNames]));
});

test('is left alone when it covers all tables anyway', async () => {
  await run('create publication cdc_publication for all tables');
  const db = server.connect(server.config(server.newSchema()));
  expect(await migrate(db)).toMatchObject({ publication: 'unchanged', warnings: [] });
});

test('names the tables one by one when the role is no superuser but may publish', async () => {
  const schema = server.newSchema();
  const db = server.connect(server.config(schema, await server.createRole(schema, 'create')));
  expect(await migrate(db)).toMatchObject({ publication: 'created', warnings: [] });
  expect(await published(schema)).toEqual([...tableNames].sort());
  expect(await migrate(db)).toMatchObject({ publication: 'unchanged', warnings: [] });
  await run(`alter publication cdc_publication drop table ${schema}.users, ${schema}.events`);
  expect(await migrate(db)).toMatchObject({ publication: 'extended' });
  expect(await published(schema)).toEqual([...tableNames].sort());
});

test('is left out with a warning when the role may not publish', async () => {
  const schema = server.newSchema();
  const db = server.connect(server.config(schema, await server.createRole(schema, 'connect')));
  const report = await migrate(db);
  expect(report).toMatchObject({ applied: Object.keys(migrations), publication: 'absent' });
  expect(report.warnings).toEqual([
    expect.stringContaining('create publication "cdc_publication" for table'),
  ]);
  expect(await published(schema)).toEqual([]);
});

test('is left alone with a warning when it belongs to somebody else', async () => {
  await run('create publication cdc_publication');
  const schema = server.newSchema();
  const db = server.connect(server.config(schema, await server.createRole(schema, 'create')));
  const report = await migrate(db);
  expect(report.publication).toBe('absent');
  expect(report.warnings).toEqual([expect.stringContaining('alter publication "cdc_publication" add table')]);
});

async function published(schema: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_publication_tables
    where pubname = 'cdc_publication' and schemaname = ${schema} order by 1`.execute(admin);
  return rows.map(({ name }) => name);
}

async function run(statement: string): Promise<void> {
  await sql.raw(statement).execute(admin);
}
