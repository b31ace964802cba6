import { randomUUID } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import {
  changeSpeed,
  closeClock,
  endHistory,
  openClock,
  readSegments,
  realAt,
  shopAt,
  type Database,
} from '../src/index.js';
import { bookkeepingTable } from '../src/bookkeeping/bookkeeping-tables.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();
let db: Kysely<Database>;
beforeEach(async () => {
  db = await server.openMigrated();
});

/** Lets a generator have been seen so many seconds ago. */
async function seen(generator: string, secondsAgo: number): Promise<void> {
  const generators = sql.raw(bookkeepingTable(db, 'generators'));
  await sql`insert into ${generators} (id, started_at, seen_at)
    values (${generator}, now(), now() - make_interval(secs => ${secondsAgo}))
    on conflict (id) do update set seen_at = excluded.seen_at`.execute(db);
}

const speeds = async () => (await readSegments(db)).map(({ speed }) => speed);

test('a new shop begins at real time, at a day a minute', async () => {
  await openClock(db, { generator: randomUUID() });
  const [first, ...others] = await readSegments(db);
  expect(others).toEqual([]);
  expect(first).toMatchObject({ speed: 1_440, shopFrom: first!.realFrom });
});

test('after a history it goes on where that ended, however much later', async () => {
  const until = Date.UTC(2024, 0, 1);
  await endHistory(db, until);
  await openClock(db, { generator: randomUUID(), speed: 1 });
  const segments = await readSegments(db);
  expect(segments).toMatchObject([
    { realFrom: until, shopFrom: until, speed: 0 },
    { shopFrom: until, speed: 1 },
  ]);
  expect(shopAt(segments, until - 5)).toBe(until - 5);
});

test('stands still while nobody works, and goes on at its speed', async () => {
  const generator = randomUUID();
  await openClock(db, { generator, speed: 60 });
  await closeClock(db, { generator });
  const stopped = await readSegments(db);
  expect(stopped.map(({ speed }) => speed)).toEqual([60, 0]);
  await openClock(db, { generator: randomUUID() });
  const segments = await readSegments(db);
  expect(segments.map(({ speed }) => speed)).toEqual([60, 0, 60]);
  expect(segments[2]!.shopFrom).toBe(stopped[1]!.shopFrom);
});

test('where the last generator was killed it has stood still since it was seen last', async () => {
  const killed = randomUUID();
  await openClock(db, { generator: killed, speed: 60 });
  await sql`update ${sql.raw(bookkeepingTable(db, 'clock'))}
    set real_from = real_from - interval '1 hour', shop_from = shop_from - interval '1 hour'`.execute(db);
  await seen(killed, 1_800);
  await openClock(db, { generator: randomUUID() });
  const segments = await readSegments(db);
  expect(segments.map(({ speed }) => speed)).toEqual([60, 0, 60]);
  const [first, stop, goesOn] = segments;
  expect(Math.abs(stop!.realFrom - first!.realFrom - 1_800_000)).toBeLessThan(60_000);
  expect(goesOn!.shopFrom).toBe(stop!.shopFrom);
  expect(realAt(segments, stop!.shopFrom + 60_000)).toBe(goesOn!.realFrom + 1_000);
});

test('beside others a generator joins in; another speed counts for all; the last one stops it', async () => {
  const [one, other] = [randomUUID(), randomUUID()];
  await openClock(db, { generator: one });
  await seen(one, 0);
  await openClock(db, { generator: other });
  expect(await speeds()).toEqual([1_440]);
  await openClock(db, { generator: other, speed: 10 });
  expect(await speeds()).toEqual([1_440, 10]);
  await seen(other, 0);
  await closeClock(db, { generator: one });
  expect(await speeds()).toEqual([1_440, 10]);
  await seen(one, 60);
  await closeClock(db, { generator: other });
  expect(await speeds()).toEqual([1_440, 10, 0]);
});

test('of two who change the speed at the same moment one does', async () => {
  await openClock(db, { generator: randomUUID() });
  const seenLast = (await readSegments(db)).at(-1);
  const done = await Promise.all([changeSpeed(db, 0, seenLast), changeSpeed(db, 0, seenLast)]);
  expect(done).toEqual([true, true]);
  expect(await speeds()).toEqual([1_440, 0]);
  expect(await changeSpeed(db, 5, seenLast)).toBe(false);
  expect(await changeSpeed(db, 5, (await readSegments(db)).at(-1))).toBe(true);
});

test('the database maps moments as the code does', async () => {
  const generator = randomUUID();
  await openClock(db, { generator, speed: 1_440 });
  await closeClock(db, { generator });
  await openClock(db, { generator, speed: 10 });
  const segments = await readSegments(db);
  for (const offset of [-5_000, 0, 1, 777, 60_000]) {
    const moment = segments[0]!.realFrom + offset;
    const { rows } = await sql<{ shop: Date }>`
      select ${sql.raw(bookkeepingTable(db, 'clock').replace('clock', 'shop_time'))}(${new Date(moment)}) as shop`.execute(
      db,
    );
    expect(Math.abs(rows[0]!.shop.getTime() - shopAt(segments, moment))).toBeLessThanOrEqual(1);
  }
});
