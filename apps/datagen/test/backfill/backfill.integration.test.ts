import { createDatabase, type TestDatabase } from '@thelook/embedded-postgres';
import { createLogger } from '@thelook/service';
import pg from 'pg';
import { backfill, type BackfillOptions, type BackfillProgress } from '../../src/backfill/backfill.js';
import { ThinCatalogue } from './catalogue.js';

const logger = createLogger({ name: 'test', level: 'silent', env: {} });
const tables = ['users', 'orders', 'order_items', 'inventory_items', 'events'];
let database: TestDatabase;
let catalogue: ThinCatalogue;

beforeAll(async () => {
  catalogue = await ThinCatalogue.write();
});
afterAll(() => catalogue.remove());

beforeEach(async () => {
  database = await createDatabase(process.env['THELOOK_TEST_SERVER_URL']!);
});
afterEach(() => database.drop());

/** Options of the backfill, any of which may be as if it was not given. */
type Changes = { [Name in keyof BackfillOptions]?: BackfillOptions[Name] | undefined };

const whole: BackfillOptions = {
  profile: 'classic',
  users: 2_500,
  since: new Date('2019-01-01'),
  until: new Date('2026-01-01'),
  seed: 'a seed',
  shard: { number: 1, count: 1 },
  ghosts: 1,
  jobs: 3,
  ifExists: 'append',
};

function run(
  changed: Changes = {},
  { signal, onChunk }: { signal?: AbortSignal; onChunk?: () => void } = {},
) {
  const progress: BackfillProgress = {
    start: () => undefined,
    chunk: () => onChunk?.(),
    stop: () => undefined,
  };
  const options = Object.fromEntries(
    Object.entries({ ...whole, dataDir: catalogue.folder, ...changed }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  return backfill(options as unknown as BackfillOptions, {
    logger,
    signal: signal ?? new AbortController().signal,
    progress,
    env: { DATABASE_URL: database.url },
  });
}

async function query<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

/** A digest of every row of every table, whatever the order in which they lie. */
async function contents(): Promise<unknown> {
  const digests = tables.map(
    (table) =>
      `select '${table}' as name, count(*)::int as rows, md5(string_agg(md5(t::text), '' order by t::text)) as digest from ecommerce.${table} t`,
  );
  return query(`${digests.join(' union all ')} order by name`);
}

test('shards, one after the other or at once, make the same rows as the whole', async () => {
  const report = await run();
  expect(report).toMatchObject({ outcome: 'complete', tables: { users: { rows: 2_500 } } });
  const expected = await contents();

  await run({ ifExists: 'replace', jobs: 1, users: 10, seed: 'other' });
  expect(await contents()).not.toEqual(expected);
  await query(
    `truncate ${tables.map((name) => `ecommerce.${name}`).join()}, thelook.backfill_runs, thelook.backfill_chunks`,
  );

  const reports = await Promise.all([1, 2, 3].map((number) => run({ shard: { number, count: 3 }, jobs: 1 })));
  expect(reports.some(({ outcome }) => outcome === 'complete')).toBe(true);
  expect(await contents()).toEqual(expected);
});

test('a run that is stopped stops at a chunk, and goes on as the same run', async () => {
  const stop = new AbortController();
  const first = await run(
    { seed: undefined, until: undefined, jobs: 1 },
    { signal: stop.signal, onChunk: () => stop.abort(new Error('asked to stop')) },
  );
  expect(first).toMatchObject({ outcome: 'stopped', tables: { users: { rows: 250 } } });
  expect(await query('select count(*)::int from ecommerce.users')).toEqual([{ count: 250 }]);

  const second = await run({ seed: undefined, until: undefined });
  expect(second).toMatchObject({ outcome: 'complete', seed: first.seed, until: first.until });
  expect(second.tables.users.rows).toBe(2_250);
  const [third] = [await run({ seed: first.seed, until: undefined })];
  expect(third).toMatchObject({ outcome: 'complete', tables: { users: { rows: 0 } } });

  const stopped = await contents();
  await run({ seed: first.seed, until: first.until, ifExists: 'replace' });
  expect(await contents()).toEqual(stopped);
});

test('indexes are there at the end, and the planner knows the tables', async () => {
  await run();
  const indexes = await query(
    `select indexname as name from pg_indexes where schemaname = 'ecommerce' and tablename = 'order_items' order by 1`,
  );
  expect(indexes).toEqual([{ name: 'order_items_created_at_idx' }, { name: 'order_items_pkey' }]);
  const known = await query(
    `select count(*)::int from pg_class where relname = 'users' and reltuples = 2500`,
  );
  expect(known).toEqual([{ count: 1 }]);
});

test('a history of a hundred billion users begins at once, in the memory of any other, and ends when asked to', async () => {
  const stop = new AbortController();
  const before = process.memoryUsage().heapUsed;
  const report = await run(
    { users: 100_000_000_000, ghosts: 0, jobs: 1 },
    { signal: stop.signal, onChunk: () => stop.abort(new Error('asked to stop')) },
  );
  expect(report).toMatchObject({ outcome: 'stopped', tables: { users: { rows: 250 } } });
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(500e6);
});

test('fail touches nothing when there are tables', async () => {
  await run({ users: 10 });
  const before = await contents();
  await expect(run({ ifExists: 'fail', seed: 'other' })).rejects.toMatchObject({
    code: 'THELOOK_TABLES_EXIST',
  });
  expect(await contents()).toEqual(before);
});

test.each<[Changes, string]>([
  [{ users: undefined }, '--users'],
  [{ shard: { number: 1, count: 2 }, seed: undefined }, '--seed'],
  [{ shard: { number: 1, count: 2 }, ifExists: 'replace' }, '--if-exists'],
  [{ since: new Date('2027-01-01') }, '--since'],
  [{ users: 1e12 }, '--users'],
])('refuses %j before it writes', async (changed, field) => {
  await expect(run(changed)).rejects.toMatchObject({ code: 'THELOOK_USAGE', field });
  expect(await query(`select to_regclass('ecommerce.users') as found`)).toEqual([{ found: null }]);
});
