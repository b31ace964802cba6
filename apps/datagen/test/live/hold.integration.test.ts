import { createDb, migrate, readConnectionConfig, type Database } from '@thelook/db';
import {
  bookkeepingTable,
  commitSteps,
  insertEntries,
  LaneLeases,
  openRun,
  openClock,
  readSegments,
  ServerClock,
  type AgendaEntry,
  type ClockSegment,
} from '@thelook/db/internal';
import { createDatabase, type TestDatabase } from '@thelook/embedded-postgres';
import { createLives, loadCatalogue } from '@thelook/models';
import { createLogger } from '@thelook/service';
import { sql, type Kysely } from 'kysely';
import { randomUUID } from 'node:crypto';
import { asFastAsItGoes } from '../../src/live/arrivals.js';
import { Beginnings } from '../../src/live/beginnings.js';
import { ShopTime } from '../../src/live/shop-time.js';
import { Timekeeper } from '../../src/live/timekeeper.js';

const logger = createLogger({ name: 'test', level: 'silent', env: {} });
const SPEED = 1_000;

let database: TestDatabase;
let db: Kysely<Database>;
let serverClock: ServerClock;
let time: ShopTime;
let timekeeper: Timekeeper;

beforeEach(async () => {
  database = await createDatabase(process.env['THELOOK_TEST_SERVER_URL']!);
  db = createDb(readConnectionConfig({ DATABASE_URL: database.url })!);
  await migrate(db, { publication: false });
  const id = randomUUID();
  serverClock = new ServerClock(db);
  await serverClock.sync();
  const leases = new LaneLeases(db, { id });
  await openClock(db, { generator: id, speed: SPEED });
  time = new ShopTime(await readSegments(db), () => serverClock.now());
  timekeeper = new Timekeeper({ db, time, serverClock, leases, logger });
});
afterEach(async () => {
  await db.destroy();
  await database.drop();
});

/** A step that was due so many seconds of real time ago; shop time goes back as far. */
async function lateStep(seconds: number): Promise<AgendaEntry> {
  const [first] = time.segments;
  const due = Math.floor(first!.shopFrom - seconds * 1_000 * SPEED);
  await sql`update ${sql.raw(bookkeepingTable(db, 'clock'))} set
    real_from = ${new Date(first!.realFrom - 60_000)},
    shop_from = ${new Date(first!.shopFrom - 60_000 * SPEED)}`.execute(db);
  time.update([]);
  time.update(await readSegments(db));
  const entry: AgendaEntry = { run: 1, kind: 'shopper', life: 1, due, state: {} };
  await insertEntries(db, [entry]);
  return entry;
}

const speeds = async () => (await readSegments(db)).map(({ speed }) => speed);

test('shop time waits for work that piles up, and goes on as fast as before once it is done', async () => {
  const entry = await lateStep(6);
  await timekeeper.keep();
  expect(await speeds()).toEqual([SPEED, 0]);
  await timekeeper.keep();
  expect(await speeds()).toEqual([SPEED, 0]);
  expect(await commitSteps(db, [{ done: entry, changes: [] }])).toEqual(['done']);
  await timekeeper.keep();
  await timekeeper.keep();
  expect(await speeds()).toEqual([SPEED, 0, SPEED]);
  const [, held, goesOn] = await readSegments(db);
  expect(goesOn!.shopFrom).toBe(held!.shopFrom);
});

test('a step that is hardly late holds nothing', async () => {
  await lateStep(1);
  await timekeeper.keep();
  expect(await speeds()).toEqual([SPEED]);
});

test('nobody comes while shop time stands still, since no shelf would be filled for them', async () => {
  const description = { profile: 'living', seed: '1', flags: {}, figures: {}, catalogue: 'any', model: 1 };
  const { id: run } = await openRun(db, description);
  const beginnings = new Beginnings({
    ...{ db, run, time, logger, signal: new AbortController().signal },
    lives: createLives({ catalogue: await loadCatalogue(), seed: 1 }),
    ...{ arrivals: asFastAsItGoes(), maxIter: -1, atOnce: true, workers: 1 },
  });
  const [{ realFrom, shopFrom }] = time.segments as [ClockSegment];
  const held = { realFrom: realFrom + 1_000, shopFrom: shopFrom + 1_000 * SPEED, speed: 0 };
  const goesOn = { ...held, realFrom: realFrom + 3_000, speed: SPEED };
  time.update([time.segments[0]!, held, goesOn]);
  expect(await beginnings.take(0, held.realFrom - 1, 5)).toHaveLength(5);
  expect(await beginnings.take(0, held.realFrom, 5)).toEqual([]);
  expect(await beginnings.take(0, goesOn.realFrom - 1, 5)).toEqual([]);
  expect(await beginnings.take(0, goesOn.realFrom, 5)).toHaveLength(5);
});
