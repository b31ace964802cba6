import { sql, type Kysely } from 'kysely';
import { bookkeepingTable } from '../src/bookkeeping/bookkeeping-tables.js';
import { openRun, readSaleClock, saleDays, type Database } from '../src/index.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();
let db: Kysely<Database>;
beforeEach(async () => {
  db = await server.openMigrated();
});

const minute = 60_000;
const about = { seed: '1', flags: {}, figures: {}, catalogue: 'a', model: 1 };

/** Lets the shop's clock go on from a moment at a speed. */
async function goOn(realFrom: number, shopFrom: number, speed: number): Promise<void> {
  const clock = sql.raw(bookkeepingTable(db, 'clock'));
  await sql`insert into ${clock} values (${new Date(realFrom)}, ${new Date(shopFrom)}, ${speed})`.execute(db);
}

test('the sale days of a window are those that SQL finds by the shop’s own time', async () => {
  await openRun(db, { ...about, profile: 'living' });
  const opened = Date.UTC(2026, 5, 10, 12);
  await goOn(opened, Date.UTC(2026, 10, 24, 9), 1_440);
  await goOn(opened + 5.5 * minute, Date.UTC(2026, 10, 29, 21), 0);
  await goOn(opened + 7 * minute, Date.UTC(2026, 10, 29, 21), 720);
  await goOn(opened + 20 * minute, Date.UTC(2026, 11, 6, 9), 14_400);
  const [from, to] = [opened - 5 * minute, opened + 50 * minute];
  const shopTime = sql.raw(bookkeepingTable(db, 'clock').replace(/clock$/, 'shop_time'));
  const { rows } = await sql<{ at: number; isSale: boolean }>`
    with seconds as (
      select at, to_timestamp(at / 1000.0) as moment from generate_series(${from}::float8::bigint, ${to - 1}::float8::bigint, 500) as at),
    shop as (select at, ${shopTime}(moment) at time zone 'UTC' as day from seconds)
    select at::float8,
      (extract(month from day) = 7 and extract(day from day) <= 5)
        or (extract(month from day) = 12 and extract(day from day) >= 26)
        or (extract(month from thursday) = 11 and extract(day from thursday) between 22 and 28
          and day::date - thursday between 1 and 4) as "isSale"
    from shop, lateral (select day::date - (extract(isodow from day)::int + 3) % 7 as thursday) as past
    order by at`.execute(db);
  const spans = saleDays((await readSaleClock(db, from))!, from, to)!;
  const marked = rows.map(({ at }) => spans.some((span) => span.from <= at && at < span.to));
  expect(marked).toEqual(rows.map(({ isSale }) => isSale));
  // Black Friday to Cyber Monday with a rest in between, the days after Christmas, and those of July.
  expect(spans.map((span) => (span.to - span.from) / minute)).toEqual([
    expect.closeTo(6.625, 3),
    expect.closeTo(0.6, 3),
    expect.closeTo(0.5, 3),
  ]);
});

test('of the clock only what counts since the moment is read', async () => {
  await openRun(db, { ...about, profile: 'living' });
  await goOn(1_000, 1_000, 10);
  await goOn(2_000, 11_000, 20);
  await goOn(3_000, 31_000, 0);
  await expect(readSaleClock(db, 2_500)).resolves.toEqual([
    { realFrom: 2_000, shopFrom: 11_000, speed: 20 },
    { realFrom: 3_000, shopFrom: 31_000, speed: 0 },
  ]);
  await expect(readSaleClock(db, 500)).resolves.toHaveLength(3);
});

test('a shop of the classic profile has no sale days', async () => {
  await openRun(db, { ...about, profile: 'classic' });
  await expect(readSaleClock(db, 0)).resolves.toBeUndefined();
  await openRun(db, { ...about, profile: 'living' });
  await expect(readSaleClock(db, 0)).resolves.toEqual([]);
});

test.each([
  ['without a clock shop time is real time', [], 4],
  [
    'while shop time stands still it stays a sale day',
    [{ realFrom: 0, shopFrom: Date.UTC(2026, 6, 2), speed: 0 }],
    7,
  ],
  [
    'while shop time stands still elsewhere there is none',
    [{ realFrom: 0, shopFrom: Date.UTC(2026, 6, 6), speed: 0 }],
    0,
  ],
])('%s', (_name, segments, days) => {
  const from = Date.UTC(2026, 10, 25);
  const day = 86_400_000;
  const spans = saleDays(segments, from, from + 7 * day)!;
  expect(spans.reduce((sum, span) => sum + span.to - span.from, 0)).toBe(days * day);
  expect(spans.length).toBe(days > 0 ? 1 : 0);
});

test('a window of more than four years of shop time has none that could be told', () => {
  const segments = [{ realFrom: 0, shopFrom: 0, speed: 86_400 }];
  expect(saleDays(segments, 0, 60_000)).toHaveLength(0);
  expect(saleDays(segments, 0, 1_400_000)?.length).toBeGreaterThan(8);
  expect(saleDays(segments, 0, 1_600_000)).toBeUndefined();
});
