import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { BadRowError, bulkInsert, CopyError, TableExistsError, type Database } from '../src/index.js';
import { sampleDistCenter } from './sample-rows.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();
const center = (id: number) => sampleDistCenter({ id });

/** More than one piece of good rows, and then what `last` does. */
function* many(last: () => Iterable<ReturnType<typeof center>>, closed?: () => void) {
  try {
    for (let id = 10; id < 10_000; id += 1) yield center(id);
    yield* last();
  } finally {
    closed?.();
  }
}

/** Calls that are refused: before the server hears of them, on the way, and by the server. */
const refusals: [string, () => Iterable<ReturnType<typeof center>>, object][] = [
  ['a bad first row', () => [{ ...center(1), name: 'a\0b' }], { code: 'THELOOK_BAD_ROW', row: 1 }],
  [
    'a bad row further on',
    () => many(() => [center(Number.NaN)]),
    { code: 'THELOOK_BAD_ROW', row: 9_991, column: 'id' },
  ],
  [
    'a source that throws',
    () =>
      many(() => {
        throw new RangeError('out of rows');
      }),
    new RangeError('out of rows'),
  ],
  [
    'a key given twice',
    () => [center(1), center(2), center(1)],
    { code: 'THELOOK_COPY', row: 3, sqlState: '23505' },
  ],
  [
    'a key given twice further on',
    () => many(() => [center(10)]),
    { code: 'THELOOK_COPY', table: 'dist_centers', row: 9_991, sqlState: '23505' },
  ],
];

test.each(refusals)('%s leaves nothing behind and the connection usable', async (_, rows, error) => {
  const config = server.config(server.newSchema());
  await server.openMigrated(config.schema);
  const db = server.connect({ ...config, maxConnections: 1 });
  await bulkInsert(db, 'dist_centers', [center(5)]);
  await expect(bulkInsert(db, 'dist_centers', rows())).rejects.toMatchObject(error);
  expect(await ids(db)).toEqual([5]);
  await bulkInsert(db, 'dist_centers', [center(6)]);
  expect(await ids(db)).toEqual([5, 6]);
});

test.each(refusals)('%s leaves the transaction usable, without its rows', async (_, rows, error) => {
  const db = await server.openMigrated();
  await db.transaction().execute(async (transaction) => {
    await bulkInsert(transaction, 'dist_centers', [center(5)]);
    await expect(bulkInsert(transaction, 'dist_centers', rows())).rejects.toMatchObject(error);
    await bulkInsert(transaction, 'dist_centers', [center(6)]);
  });
  expect(await ids(db)).toEqual([5, 6]);
});

test.each(refusals)('%s leaves no table behind that was missing', async (_, rows, error) => {
  const db = server.connect(server.config(server.newSchema()));
  await expect(bulkInsert(db, 'dist_centers', rows())).rejects.toMatchObject(error);
  await expect(ids(db)).rejects.toMatchObject({ code: '42P01' });
});

test('rows belong to the transaction', async () => {
  const db = await server.openMigrated();
  const work = db.transaction().execute(async (transaction) => {
    await bulkInsert(transaction, 'dist_centers', [center(1)]);
    expect(await ids(db)).toEqual([]);
    throw new Error('changed my mind');
  });
  await expect(work).rejects.toThrow('changed my mind');
  expect(await ids(db)).toEqual([]);
});

test('creates a missing table within a transaction, from the first row on', async () => {
  const db = server.connect(server.config(server.newSchema()));
  await db.transaction().execute(async (transaction) => {
    await bulkInsert(transaction, 'dist_centers', [center(1), center(2)]);
  });
  expect(await ids(db)).toEqual([1, 2]);
  const again = server.connect(server.config(server.newSchema()));
  await bulkInsert(
    again,
    'dist_centers',
    many(() => []),
  );
  expect(await ids(again)).toHaveLength(9_990);
});

test('works in a controlled transaction, and several at once in one transaction', async () => {
  const db = await server.openMigrated();
  const transaction = await db.startTransaction().execute();
  const results = await Promise.allSettled([
    bulkInsert(transaction, 'dist_centers', [center(1)]),
    bulkInsert(transaction, 'dist_centers', [center(1)]),
    bulkInsert(
      transaction,
      'dist_centers',
      many(() => []),
    ),
    bulkInsert(transaction, 'dist_centers', [center(2)]),
  ]);
  await transaction.commit().execute();
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  expect(await ids(db)).toHaveLength(9_992);
});

test('tells what has already failed in a transaction, not that it cannot go on', async () => {
  const db = await server.openMigrated();
  const work = db.transaction().execute(async (transaction) => {
    await expect(sql`select 1 / 0`.execute(transaction)).rejects.toThrow();
    await bulkInsert(transaction, 'dist_centers', [center(1)]);
  });
  await expect(work).rejects.toMatchObject({ code: 'THELOOK_COPY', sqlState: '25P02' });
});

test('closes a source that it does not read to its end', async () => {
  const db = await server.openMigrated();
  let closed = 0;
  const rows = many(
    () => [center(10), ...Array.from({ length: 20_000 }, (_, index) => center(20_000 + index))],
    () => (closed += 1),
  );
  await expect(bulkInsert(db, 'dist_centers', rows)).rejects.toThrow(CopyError);
  expect(closed).toBe(1);
  const bad = many(
    () => [center(Number.NaN), center(3)],
    () => (closed += 1),
  );
  await expect(bulkInsert(db, 'dist_centers', bad)).rejects.toThrow(BadRowError);
  expect(closed).toBe(2);
  const unwanted = many(
    () => [],
    () => (closed += 1),
  );
  await expect(bulkInsert(db, 'dist_centers', unwanted, { ifExists: 'fail' })).rejects.toThrow(
    TableExistsError,
  );
  expect(closed).toBe(3);
});

test('does not take a table that a trigger misses for the one to be created', async () => {
  const schema = server.newSchema();
  const db = await server.openMigrated(schema);
  await sql
    .raw(
      `create function ${schema}.audit() returns trigger language plpgsql as
         'begin insert into nowhere values (1); return null; end';
       create trigger audit after insert on ${schema}.dist_centers for each row execute function ${schema}.audit()`,
    )
    .execute(db);
  const refused = bulkInsert(
    db,
    'dist_centers',
    many(() => []),
  );
  await expect(refused).rejects.toMatchObject({ code: 'THELOOK_COPY', sqlState: '42P01' });
});

test('fails when the connection is lost on the way, and the pool connects anew', async () => {
  const config = server.config(server.newSchema());
  const other = await server.openMigrated(config.schema);
  const db = server.connect({ ...config, applicationName: 'doomed', maxConnections: 1 });
  async function* rows() {
    yield* many(() => []);
    await sql`
      select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'doomed'`.execute(
      other,
    );
    yield* Array.from({ length: 50_000 }, (_, index) => center(20_000 + index));
  }
  await expect(bulkInsert(db, 'dist_centers', rows())).rejects.toThrow(CopyError);
  expect(await ids(other)).toEqual([]);
  // The server says that it goes before the connection ends; until then the pool may lend it once more.
  const insert = () => bulkInsert(db, 'dist_centers', [center(1)]);
  await insert().catch(insert);
  expect(await ids(other)).toEqual([1]);
});

test('shows as a statement in the log of a Kysely that logs its queries', async () => {
  const schema = server.newSchema();
  await server.openMigrated(schema);
  const logged: string[] = [];
  const pool = new pg.Pool(server.config(schema).connection);
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool }),
    log: (event) => void logged.push(`${event.query.sql}`),
  }).withSchema(schema);
  await bulkInsert(db, 'dist_centers', [center(1)]);
  await db.destroy();
  expect(logged).toEqual([
    `copy "${schema}"."dist_centers" (id, name, latitude, longitude) from stdin with (encoding 'UTF8')`,
  ]);
});

async function ids(db: Kysely<Database>): Promise<number[]> {
  const rows = await db.selectFrom('dist_centers').select('id').orderBy('id').execute();
  return rows.map(({ id }) => id);
}
