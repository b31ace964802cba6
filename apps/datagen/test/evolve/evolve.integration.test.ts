import { createDb, readConnectionConfig, type Database } from '@thelook/db';
import { createDatabase, type TestDatabase } from '@thelook/embedded-postgres';
import { sql, type Kysely } from 'kysely';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { evolve, type EvolveOptions } from '../../src/evolve/evolve.js';

let database: TestDatabase;
let db: Kysely<Database>;
let log: string;
const stop = { asked: new AbortController() };

beforeEach(async () => {
  database = await createDatabase(process.env['THELOOK_TEST_SERVER_URL']!);
  db = createDb({ ...readConnectionConfig({ DATABASE_URL: database.url })!, maxConnections: 4 });
  log = '';
  stop.asked = new AbortController();
});
afterEach(async () => {
  stop.asked.abort();
  await db.destroy();
  await database.drop();
});

function start(options: Partial<EvolveOptions> = {}): Promise<void> {
  const stream = new PassThrough().on('data', (line: Buffer) => (log += line.toString()));
  return evolve({
    ...{ db, every: undefined, maxIter: -1, rate: 0, users: false },
    ...{ logger: pino(stream), signal: stop.asked.signal },
    ...options,
  });
}

const table = 'ecommerce.device_readings';
const rowsOf = async (query: string) => (await sql.raw(query).execute(db)).rows;
const kinds = async () =>
  (await rowsOf('select kind from thelook.schema_changes order by number')).map(
    (row) => (row as { kind: string }).kind,
  );

async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isSo())) await sleep(20);
}

test('makes one change, and users gains its column once', async () => {
  await start();
  await start({ users: true });
  expect(await kinds()).toEqual(['create', 'add']);
  expect(await rowsOf('select loyalty_tier from ecommerce.users')).toEqual([]);
  await start({ users: true });
  expect(log).toContain('users has its column already');
  await start();
  expect(await kinds()).toEqual(['create', 'add', 'add']);
  expect(await rowsOf(`select from ${table}`)).toEqual([]);
});

test('waits for a table that is in use, and makes the change once it is free', async () => {
  await start();
  let changing: Promise<void> | undefined;
  await db.transaction().execute(async (reader) => {
    await sql.raw(`select from ${table}`).execute(reader);
    changing = start();
    await until(() => log.includes('not done, trying again'));
    expect(await kinds()).toEqual(['create']);
  });
  await changing;
  expect(await kinds()).toEqual(['create', 'add']);
});

test('writes readings until it is asked to stop, of which the newest stay', async () => {
  const working = start({ every: 3_600_000, rate: 20_000 });
  const newest = async () => {
    const [row] = await rowsOf(`select coalesce(max(id), 0)::int as id from ${table}`).catch(() => []);
    return (row as { id: number } | undefined)?.id ?? 0;
  };
  await until(async () => (await newest()) > 8_000);
  stop.asked.abort(new Error('asked to stop'));
  await working.catch((error: unknown) => expect(error).toBe(stop.asked.signal.reason));
  const [counted] = await rowsOf(
    `select count(*)::int as rows, count(checked_at)::int as checked, count(signal_2)::int as signals,
       min(length(trace)) as trace, max(id) - min(id) + 1 = count(*) as whole from ${table}`,
  );
  // Those of the last write come to the newest of before.
  expect(counted).toMatchObject({ trace: 3_200, whole: true });
  const { rows, checked, signals } = counted as { rows: number; checked: number; signals: number };
  expect(rows).toBeGreaterThan(5_000);
  expect(rows).toBeLessThanOrEqual(6_000);
  expect(checked).toBeGreaterThan(0);
  expect(signals).toBe(rows);
  expect(await kinds()).toEqual(['create', 'add']);
});

test('ends when readings cannot be written any more', async () => {
  const working = start({ every: 3_600_000, rate: 100 });
  await until(async () => (await kinds().catch(() => [])).length === 2);
  await sql.raw(`drop table ${table}`).execute(db);
  await expect(working).rejects.toMatchObject({ code: '42P01' });
});
