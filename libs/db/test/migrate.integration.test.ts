import { sql } from 'kysely';
import { bookkeepingSchema } from '../src/bookkeeping/bookkeeping-tables.js';
import { bulkInsert, migrate, tableNames, tablesExist } from '../src/index.js';
import { migrations } from '../src/migrations/index.js';
import { tableReference } from '../src/table-reference.js';
import { columnsOf } from '../src/tables.js';
import { sampleUser } from './sample-rows.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();
const publication = false;
const names = Object.keys(migrations);

test('creates schema, tables and indexes as they are defined', async () => {
  const schema = server.newSchema();
  const db = server.connect(server.config(schema));
  expect(await migrate(db, { publication })).toEqual({
    schema,
    applied: names,
    restored: [],
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

  const { rows: indexes } = await sql<{ definition: string }>`
    select indexdef as definition from pg_indexes
    where schemaname = ${schema} and tablename not like 'kysely%' and indexname not like '%\\_pkey'
    order by indexname`.execute(db);
  expect(indexes.map(({ definition }) => definition.replaceAll(`${schema}.`, ''))).toEqual([
    'CREATE INDEX inventory_items_product_id_id_idx ON inventory_items USING btree (product_id, id) WHERE (sold_at IS NULL)',
    'CREATE INDEX order_items_created_at_idx ON order_items USING btree (created_at)',
  ]);
  const { rows: options } = await sql`
    select relname as table, reloptions as options from pg_class
    where relnamespace = ${schema}::regnamespace and reloptions is not null order by 1`.execute(db);
  expect(options).toEqual([
    { table: 'order_items', options: ['fillfactor=80'] },
    { table: 'orders', options: ['fillfactor=80'] },
  ]);
});

test('changes nothing the second time', async () => {
  const db = await server.openMigrated();
  await bulkInsert(db, 'users', [sampleUser()]);
  expect((await migrate(db, { publication })).applied).toEqual([]);
  expect(await db.selectFrom('users').selectAll().execute()).toHaveLength(1);
});

test.each(tableNames)(
  'creates %s again, with its indexes and in the publication, when somebody dropped it',
  async (table) => {
    const db = server.connect(server.config(server.newSchema()));
    const name = `cdc_${table}`;
    await migrate(db, { publication: name });
    const indexes = () =>
      sql`select indexname from pg_indexes where schemaname = ${tableReference(db, table).schema} order by 1`.execute(
        db,
      );
    const before = (await indexes()).rows;
    await bulkInsert(db, 'users', [sampleUser()]);
    await sql.raw(`drop table ${tableReference(db, table).sql}`).execute(db);
    expect(await migrate(db, { publication: name })).toMatchObject({ applied: names, restored: [table] });
    expect((await indexes()).rows).toEqual(before);
    expect(await db.selectFrom('users').selectAll().execute()).toHaveLength(table === 'users' ? 0 : 1);
    const { rows: published } = await sql`
    select from pg_publication_tables where pubname = ${name} and tablename = ${table}`.execute(db);
    expect(published).toHaveLength(1);
    expect((await migrate(db, { publication: name })).restored).toEqual([]);
  },
);

test('a table that was dropped before an update is there again with what the update adds', async () => {
  const schema = server.newSchema();
  const db = await server.openMigrated(schema);
  await sql
    .raw(
      `delete from ${bookkeepingSchema(schema)}.kysely_migration where name >= '0002'; drop table ${schema}.orders`,
    )
    .execute(db);
  expect((await migrate(db, { publication })).restored).toEqual(['orders']);
  const { rows } =
    await sql`select reloptions as options from pg_class where oid = ${`${schema}.orders`}::regclass`.execute(
      db,
    );
  expect(rows).toEqual([{ options: ['fillfactor=80'] }]);
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
    expect(applied).toEqual(names);
  }
});

test('several schemas of a database have their own tables and migrations', async () => {
  const db = server.connect(server.config(server.newSchema()));
  const other = server.newSchema();
  await migrate(db, { publication });
  expect((await migrate(db.withSchema(other), { publication })).applied).toEqual(names);
  expect(await tablesExist(db.withSchema(other))).toEqual(tableNames);
});

test('needs no right to create schemas when the role owns the schema', async () => {
  const schema = server.newSchema();
  const db = server.connect(server.config(schema, await server.createRole(schema, 'connect')));
  expect((await migrate(db, { publication })).applied).toEqual(names);
  expect((await migrate(db, { publication })).applied).toEqual([]);
  await bulkInsert(db, 'users', [sampleUser()], { ifExists: 'replace' });
});

test('lets go of its lock when it fails', async () => {
  const schema = server.newSchema();
  const db = await server.openMigrated(schema);
  await sql
    .raw(`update ${bookkeepingSchema(schema)}.kysely_migration set name = 'unknown' where name like '0001%'`)
    .execute(db);
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
