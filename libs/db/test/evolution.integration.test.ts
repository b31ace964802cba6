import { sql, type Kysely } from 'kysely';
import { bookkeepingOf } from '../src/bookkeeping/bookkeeping-tables.js';
import {
  checkColumns,
  evolveReadings,
  migrate,
  publish,
  readingsTable,
  resetTables,
  setReplicaIdentity,
  widenUsers,
  type Database,
} from '../src/index.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();

const recorded = async (db: Kysely<Database>) => {
  const changes = sql.raw(`${bookkeepingOf(db)}.schema_changes`);
  const { rows } = await sql`
    select number, table_name as table, kind, statement from ${changes} order by number`.execute(db);
  return rows;
};

test('changes the table in turn, and records each change', async () => {
  const db = await server.openMigrated();
  const changes = [];
  for (let count = 0; count < 9; count += 1) changes.push(await evolveReadings(db));
  const cycle = ['add', 'widen', 'rename', 'drop'];
  expect(changes.map(({ kind }) => kind)).toEqual(['create', ...cycle, ...cycle]);
  expect(changes.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(await recorded(db)).toEqual(
    changes.map(({ number, table, kind, statement }) => ({ number, table, kind, statement })),
  );
});

test('of many at the same moment none is lost, and none is done twice', async () => {
  const db = await server.openMigrated();
  const outcomes = await Promise.all([1, 2, 3, 4].map(() => evolveReadings(db)));
  expect(outcomes.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4]);
  expect(await recorded(db)).toMatchObject(['create', 'add', 'widen', 'rename'].map((kind) => ({ kind })));
});

test('gives a table up that somebody holds, and has done nothing', async () => {
  const db = await server.openMigrated();
  await evolveReadings(db);
  await db.transaction().execute(async (reader) => {
    await sql.raw(`select from ${readingsTable(db)}`).execute(reader);
    await expect(evolveReadings(db)).rejects.toMatchObject({ code: '55P03' });
  });
  expect(await recorded(db)).toHaveLength(1);
  expect(await evolveReadings(db)).toMatchObject({ number: 2, kind: 'add' });
});

test('leaves a table of this name alone that somebody else has made', async () => {
  const db = await server.openMigrated();
  const table = readingsTable(db);
  await sql.raw(`create table ${table} (id int); insert into ${table} values (1)`).execute(db);
  await expect(evolveReadings(db)).rejects.toMatchObject({ code: 'THELOOK_FOREIGN_TABLE', table });
  await resetTables(db);
  expect((await sql.raw(`select from ${table}`).execute(db)).rows).toHaveLength(1);
  await sql.raw(`drop table ${table}`).execute(db);
  expect(await evolveReadings(db)).toMatchObject({ number: 1, kind: 'create' });
});

test('makes a table anew that has had too many columns', async () => {
  const db = await server.openMigrated();
  await evolveReadings(db);
  const columns = Array.from({ length: 1_500 }, (_, place) => `add column gone_${place} int`);
  const table = readingsTable(db);
  await sql.raw(`alter table ${table} ${columns.join(', ')}`).execute(db);
  await sql
    .raw(
      `alter table ${table} ${columns.map((add) => add.replace('add', 'drop').replace(' int', '')).join(', ')}`,
    )
    .execute(db);
  expect(await evolveReadings(db)).toMatchObject({ kind: 'create' });
  expect(await evolveReadings(db)).toMatchObject({ kind: 'add' });
});

test('users gains its column once, and generators take the table as it is', async () => {
  const db = await server.openMigrated();
  expect(await widenUsers(db)).toMatchObject({
    number: 1,
    table: 'users',
    kind: 'add',
    statement: expect.stringContaining('add column loyalty_tier text'),
  });
  expect(await widenUsers(db)).toBeUndefined();
  expect(await recorded(db)).toHaveLength(1);
  await checkColumns(db);
  expect((await migrate(db, { publication: false })).applied).toEqual([]);
});

test('the readings go with the rows of the shop, and their table keeps its columns', async () => {
  const db = await server.openMigrated();
  await evolveReadings(db);
  await evolveReadings(db);
  const table = readingsTable(db);
  await sql.raw(`insert into ${table} (device, temperature, trace) values (1, 20, 'x')`).execute(db);
  await resetTables(db);
  expect((await sql.raw(`select signal_2 from ${table}`).execute(db)).rows).toEqual([]);
  expect(await recorded(db)).toHaveLength(2);
});

test('is published, with a replica identity as the shop has it', async () => {
  const schema = server.newSchema();
  const owner = await server.createRole(schema, 'create');
  const db = server.connect(server.config(schema, owner));
  const name = `cdc_${schema}`;
  expect(await migrate(db, { publication: name })).toMatchObject({ publication: 'created' });
  await evolveReadings(db);
  expect(await publish(db, name)).toEqual({ state: 'extended', warnings: [] });
  expect(await publish(db, name)).toEqual({ state: 'unchanged', warnings: [] });
  const { rows } = await sql`
    select from pg_publication_tables where pubname = ${name} and tablename = 'device_readings'`.execute(db);
  expect(rows).toHaveLength(1);
  expect(await setReplicaIdentity(db, 'full')).toContain('device_readings');
});
