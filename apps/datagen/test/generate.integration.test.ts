import { createDb, migrate, readConnectionConfig, type Database } from '@thelook/db';
import { createDatabase, type TestDatabase } from '@thelook/embedded-postgres';
import { createShop, loadCatalogue, type Shop } from '@thelook/models';
import { createLogger } from '@thelook/service';
import { sql, type Kysely } from 'kysely';
import { generate } from '../src/generate.js';
import { ThinCatalogue } from './backfill/catalogue.js';

const logger = createLogger({ name: 'test', level: 'silent', env: {} });
let thin: ThinCatalogue;
let database: TestDatabase;
let db: Kysely<Database>;
let shop: Shop;

beforeAll(async () => {
  thin = await ThinCatalogue.write();
  database = await createDatabase(process.env['THELOOK_TEST_SERVER_URL']!);
  db = createDb(readConnectionConfig({ DATABASE_URL: database.url })!);
  await migrate(db);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
  await thin.remove();
});
beforeEach(async () => {
  await db.deleteFrom('users').execute();
  shop = createShop({ catalogue: await loadCatalogue(thin.folder), seed: 7 });
});

const run = (maxIter: number) =>
  generate({ db, shop, waitFor: 0, maxIter, logger, signal: new AbortController().signal });

const users = () => db.selectFrom('users').select(['id', 'email']).orderBy('id').execute();

/** When the shopper with this id was made: ids begin with that moment. */
const madeAt = (id: string) => parseInt(id.replaceAll('-', '').slice(0, 12), 16);

test('writes each shopper of the shop once, in turn', async () => {
  const report = await run(50);
  const emails = Array.from({ length: 50 }, (_, index) => shop.shopper(index).users[0]!.email);
  const written = await users();
  expect(report.iterations).toBe(50);
  // Those made in the same millisecond are in any order.
  expect(written.map(({ email }) => email).sort()).toEqual(emails.sort());
  const moments = written.map(({ id }) => madeAt(id));
  expect(moments).toEqual([...moments].sort((one, other) => one - other));
});

test('a shopper whose turn comes late is one of that moment, not of when the wait began', async () => {
  let released = 0;
  const done = await db.transaction().execute(async (transaction) => {
    await sql`lock table ecommerce.users in exclusive mode`.execute(transaction);
    const running = run(2);
    await untilWaiting();
    await sql`select pg_sleep(0.3)`.execute(transaction);
    released = Date.now();
    return { running };
  });
  await done.running;
  const [first, second] = await users();
  expect(madeAt(first!.id)).toBeLessThan(released);
  expect(madeAt(second!.id)).toBeGreaterThanOrEqual(released);
});

/** Resolves once somebody waits for the lock. */
async function untilWaiting(): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ waiting: number }>`
      select count(*)::int as waiting from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
    if (rows[0]!.waiting > 0) return;
  }
}
