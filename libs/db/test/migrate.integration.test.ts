import { sql } from 'kysely';
import { bulkInsert, migrate, tableNames, tablesExist } from '../src/index.js';
import { columnsOf } from '../src/tables.js';
import { sampleUser } from './sample-rows.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();
const publication = false;

test('creates schema, tables, primary keys and the one index', async () => {
  const schema = server.newSchema();
  const db = server.connect(server.config(schema));
  expect(await migrate(db, { publication })).toEqual({
    schema,
    applied: ['0001-create-tables'],
    publication: 'absent',
    warnings: [],
  });

  const { rows: columns } = await sql<{ table: string; column: string; type: string; nullable: boolean }>`
    select relname as table, attname as column, format_type(atttypid, atttypmod) as type,
      not attnotnull as nullable
    from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace = ${schema}::regnamespace and relkind = 'r' and attnum > 0
    order by relname, attnum`.execute(db);
  for (const table of tableNames) {
    const expected = columnsOf(table).map(([column, { type, nullable }]) => ({
      table,
      column,
      type: type === 'timestamptz' ? 'timestamp with time zone' : type,
      nullable,
    }));
    expect(columns.filter((column) => column.table === table)).toEqual(expected);
  }

  const { rows: indexes } = await sql`
    select indexname as name from pg_indexes
    where schemaname = ${schema} and tablename not like 'kysely%' order by 1`.execute(db);
  const names = [...tableNames.map((table) => `${table}_pkey`), 'order_items_created_at_idx'].sort();
  expect(indexes).toEqual(names.map((name) => ({ name })));
});

test('changes nothing the second time', async () => {
  const db = await server.openMigrated();
  await bulkInsert(db, 'users', [sampleUser()]);
  expect((await migrate(db, { publication })).applied).toEqual([]);
  expect(await db.selectFrom('users').selectAll().execute()).toHaveLength(1);
});

test('keeps tables and rows that bulkInsert made before', async () => {
  const db = server.connect(server.config(server.newSchema()));
  await bulkInsert(db, 'users', [sampleUser()]);
  await migrate(db, { publication });
  expect(await tablesExist(db)).toEqual(tableNames);
  expect(await db.selectFrom('users').selectAll().execute()).toHaveLength(1);
});

test('first starts at the same moment all succeed, and one of them does the work', async () => {
  for (let round = 0; round < 5; round += 1) {
    const schema = server.newSchema();
    const dbs = [1, 2, 3].map(() => server.connect(server.config(schema)));
    const reports = await Promise.all([
      ...dbs.map((db) => migrate(db)),
      ...dbs.map((db) => bulkInsert(db, 'users', [sampleUser()])),
    ]);
    const applied = reports.flatMap((report) => ('applied' in report ? report.applied : []));
    expect(applied).toEqual(['0001-create-tables']);
  }
});

test('several schemas of a database have their own tables and migrations', async () => {
  const db = server.connect(server.config(server.newSchema()));
  const other = server.newSchema();
  await migrate(db, { publication });
  expect((await migrate(db.withSchema(other), { publication })).applied).toHaveLength(1);
  expect(await tablesExist(db.withSchema(other))).toEqual(tableNames);
});

test('needs no right to create schemas when the role owns the schema', async () => {
  const schema = server.newSchema();
  const db = server.connect(server.config(schema, await server.createRole(schema, 'connect')));
  expect((await migrate(db, { publication })).applied).toHaveLength(1);
  expect((await migrate(db, { publication })).applied).toEqual([]);
  await bulkInsert(db, 'users', [sampleUser()], { ifExists: 'replace' });
});

test('lets go of its lock when it fails', async () => {
  const schema = server.newSchema();
  const db = await server.openMigrated(schema);
  await sql.raw(`update ${schema}.kysely_migration set name = 'unknown'`).execute(db);
  await expect(migrate(db, { publication })).rejects.toThrow('corrupted migrations');
  const { rows } = await sql`
    select from pg_locks where locktype = 'advisory'
    and database = (select oid from pg_database where datname = current_database())`.execute(db);
  expect(rows).toEqual([]);
});

test('refuses a transaction', async () => {
  const db = server.connect(server.config('public'));
  const work = db.transaction().execute((transaction) => migrate(transaction));
  await expect(work).rejects.toMatchObject({ code: 'THELOOK_ARGUMENT', field: 'db' });
});
