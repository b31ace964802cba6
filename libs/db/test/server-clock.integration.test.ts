import { sql, type Kysely } from 'kysely';
import { ServerClock, type Database } from '../src/index.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();
let db: Kysely<Database>;
beforeAll(async () => {
  db = await server.openMigrated();
});

const serverNow = async () => {
  const { rows } = await sql<{ now: number }>`
    select (extract(epoch from clock_timestamp()) * 1000)::float8 as now`.execute(db);
  return rows[0]!.now;
};

test('is never ahead of the database, and never goes back', async () => {
  const clock = new ServerClock(db);
  let last = 0;
  for (let round = 0; round < 200; round += 1) {
    if (round % 10 === 0) await clock.sync();
    const now = clock.now();
    expect(now).toBeGreaterThanOrEqual(last);
    expect(now).toBeLessThanOrEqual(await serverNow());
    last = now;
  }
});

test('passes with the stopwatch between two answers', async () => {
  let elapsed = 0;
  const clock = new ServerClock(db, () => elapsed);
  await clock.sync();
  const first = clock.now();
  elapsed = 60_000;
  expect(clock.now() - first).toBeGreaterThan(59_000);
  expect(clock.now() - first).toBeLessThanOrEqual(60_000);
});

test('follows a clock that was set back', async () => {
  let ahead = 0;
  const clock = new ServerClock(db, () => performance.now() + ahead);
  await clock.sync();
  // As if a second had passed here that did not pass there.
  ahead = 1_000;
  expect(clock.now()).toBeGreaterThan(await serverNow());
  await clock.sync();
  expect(clock.now()).toBeLessThanOrEqual(await serverNow());
});

test('has to be asked for first', () => {
  expect(() => new ServerClock(db).now()).toThrow(RangeError);
});
