import { sql } from 'kysely';
import { bookkeepingOf, bookkeepingSchema } from '../src/bookkeeping/bookkeeping-tables.js';
import { migrate, resetTables } from '../src/index.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();
const publication = false;

test('lies beside the shop, under a name of its own', async () => {
  expect(bookkeepingSchema('ecommerce')).toBe('thelook');
  expect(bookkeepingSchema('shop')).toBe('thelook_shop');
  const long = ['a', 'b'].map((end) => bookkeepingSchema(`${'shop'.repeat(15)}${end}`));
  expect(new Set(long).size).toBe(2);
  for (const name of long) expect(name.length).toBeLessThanOrEqual(63);
});

test('is in no publication of ours', async () => {
  const db = server.connect(server.config(server.newSchema()));
  await migrate(db);
  const { rows } = await sql`
    select tablename from pg_publication_tables where schemaname like 'thelook%'`.execute(db);
  expect(rows).toEqual([]);
});

test('who may not create it is told what to grant, and nothing has been done', async () => {
  const schema = server.newSchema();
  const role = await server.createRole(schema, 'connect', { bookkeeping: false });
  const db = server.connect(server.config(schema, role));
  const failure = migrate(db, { publication }).catch((error: unknown) => error as Error);
  expect(await failure).toMatchObject({
    code: 'THELOOK_SCHEMA_RIGHT',
    schema: `thelook_${schema}`,
    role: role.name,
  });
  const { rows } = await sql`select from pg_tables where schemaname = ${schema}
    and tablename not like 'kysely%'`.execute(db);
  expect(rows).toEqual([]);

  const [, statement] = /can run: (create schema .*?;)/.exec(((await failure) as Error).message) ?? [];
  await sql.raw(statement!).execute(server.connect(server.config('public')));
  await migrate(db, { publication });
});

test('what tells of the rows goes with them', async () => {
  const db = await server.openMigrated();
  const thelook = sql.raw(bookkeepingOf(db));
  const fill = sql`
    with run as (
      insert into ${thelook}.runs (profile, seed, figures, flags, catalogue, model)
      values ('living', '42', '{}', '{}', 'abc', 1) returning id
    ), planned as (
      insert into ${thelook}.agenda select id, 'shopper', 0, 0, now(), '{}' from run
    ), open as (
      insert into ${thelook}.clock values (now(), now(), 1440)
    ) select id from run`;
  await fill.execute(db);
  await resetTables(db);
  const { rows } = await sql`
    select from ${thelook}.runs, ${thelook}.agenda, ${thelook}.clock`.execute(db);
  expect(rows).toEqual([]);
  expect((await fill.execute(db)).rows).toEqual([{ id: 1 }]);
});

test('is made again where somebody has dropped a part of it', async () => {
  const db = await server.openMigrated();
  const thelook = sql.raw(bookkeepingOf(db));
  await sql`drop table ${thelook}.agenda`.execute(db);
  expect((await migrate(db, { publication })).restored).toEqual([]);
  expect((await sql`select from ${thelook}.agenda`.execute(db)).rows).toEqual([]);
  expect((await sql`select from ${thelook}.lanes`.execute(db)).rows).toHaveLength(32);
});
