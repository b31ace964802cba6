import { createDb, readConnectionConfig } from '@thelook/db';
import { readRuns } from '@thelook/db/internal';
import { createDatabase, type TestDatabase } from '@thelook/embedded-postgres';
import { createLogger } from '@thelook/service';
import { backfill } from '../../src/backfill/backfill.js';
import type { ServeFlags } from '../../src/flags/serve-flags.js';
import { serve } from '../../src/serve.js';
import { ThinCatalogue } from '../backfill/catalogue.js';

const logger = createLogger({ name: 'test', level: 'silent', env: {} });
const { signal } = new AbortController();
const HUNDRED_DAYS_A_SECOND = 8_640_000;
let database: TestDatabase;
let catalogue: ThinCatalogue;

beforeAll(async () => {
  catalogue = await ThinCatalogue.write();
  database = await createDatabase(process.env['THELOOK_TEST_SERVER_URL']!);
});
afterAll(async () => {
  await catalogue.remove();
  await database.drop();
});

function goOn(changed: Partial<ServeFlags> = {}): Promise<void> {
  const flags: ServeFlags = {
    ...{ profile: 'living', waitFor: 1, rate: 'history', speed: HUNDRED_DAYS_A_SECOND, maxIter: 5 },
    ...{ ifExists: 'append', untilSettled: false, quiet: true, json: false, dataDir: catalogue.folder },
    ...changed,
  };
  return serve(flags, { logger, signal, env: { DATABASE_URL: database.url } });
}

test('without a history there is nothing to go on with', async () => {
  await expect(goOn()).rejects.toThrow('the database has no history');
});

test('a shop goes on with what its history is like, unless it is told otherwise', async () => {
  const until = new Date();
  await backfill(
    {
      ...{ profile: 'living', users: 400, since: new Date(until.getTime() - 300 * 86_400_000), until },
      ...{ seed: 'before', shard: { number: 1, count: 1 }, jobs: 1, ifExists: 'append' },
      ...{ conversion: 0.3, pattern: 'yearly', country: 'China', figures: { cancelled: 0.2 } },
      dataDir: catalogue.folder,
    },
    {
      logger,
      signal,
      progress: { start: () => undefined, chunk: () => undefined, stop: () => undefined },
      env: { DATABASE_URL: database.url },
    },
  );
  await goOn({ seed: 'after', conversion: 0.2 });
  const db = createDb(readConnectionConfig({ DATABASE_URL: database.url })!);
  const runs = await readRuns(db);
  const users = await db.selectFrom('users').select('country').execute();
  await db.destroy();
  const { flags } = runs.find(({ seed }) => seed === 'before')!;
  const { history, ...shared } = flags as Record<string, unknown>;
  expect(history).toBe(true);
  expect(runs.find(({ seed }) => seed === 'after')).toMatchObject({
    flags: { ...shared, conversion: 0.2 },
    figures: { cancelled: 0.2 },
  });
  expect(users.length).toBeGreaterThan(390);
  expect(new Set(users.map(({ country }) => country))).toEqual(new Set(['China']));
}, 120_000);
