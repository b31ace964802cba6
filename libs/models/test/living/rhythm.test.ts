import { Random } from '../../src/chance/random.js';
import { livingFigures } from '../../src/living/figures.js';
import { DAY, HOUR, isBeforeChristmas, isSaleDay, Rhythm, type Pattern } from '../../src/living/rhythm.js';
import { evidenceAgainst, even, Tally } from '../chi-square.js';

const wednesday = Date.UTC(2025, 5, 4, 15);
const count = 20_000;

/** When people suit themselves who wanted to come on a Wednesday, by the day of the week and by the hour. */
function suited(pattern: Pattern, offset: number, earliest = wednesday - 7 * DAY) {
  const rhythm = new Rhythm(livingFigures, pattern);
  const random = new Random(pattern);
  const days = new Tally<number>();
  const hours = new Tally<number>();
  for (let left = count; left > 0; left -= 1) {
    const local = new Date(rhythm.suits(wednesday, earliest, offset, random) + offset);
    expect(local.getTime() - offset).toBeGreaterThanOrEqual(earliest);
    days.add(local.getUTCDay());
    hours.add(local.getUTCHours());
  }
  return { days, hours };
}

test.each([-9 * HOUR, 0, 5 * HOUR])('who is %d ms ahead comes at the hours of the own clock', (offset) => {
  const { days, hours } = suited('daily', offset);
  expect(evidenceAgainst(hours, livingFigures.hours.entries())).toBeNull();
  expect(days.counts.size).toBe(1);
});

test.each(['weekly', 'yearly'] as const)(
  'in the pattern %s people come on the days of the week that suit',
  (pattern) => {
    const { days, hours } = suited(pattern, 3 * HOUR);
    expect(evidenceAgainst(days, livingFigures.days.entries())).toBeNull();
    expect(evidenceAgainst(hours, livingFigures.hours.entries())).toBeNull();
  },
);

test('in the pattern flat they come when they wanted', () => {
  const rhythm = new Rhythm(livingFigures, 'flat');
  expect(rhythm.suits(wednesday, 0, HOUR, new Random(1))).toBe(wednesday);
  expect(rhythm.suits(wednesday, wednesday + 5, HOUR, new Random(1))).toBe(wednesday + 5);
});

test('nobody comes too early, at whatever hour suits', () => {
  const { hours } = suited('daily', 0, wednesday + 3 * HOUR);
  expect(evidenceAgainst(hours, livingFigures.hours.entries())).toBeNull();
});

test('in the pattern yearly it takes a season', () => {
  const rhythm = new Rhythm(livingFigures, 'yearly');
  const random = new Random('seasons');
  const months = new Tally<number>();
  for (let left = 12 * count; left > 0; left -= 1) {
    const month = random.below(12);
    if (rhythm.inSeason(Date.UTC(2025, month, 15), random)) months.add(month);
  }
  expect(evidenceAgainst(months, livingFigures.months.entries())).toBeNull();
  expect(evidenceAgainst(months, even(12))).not.toBeNull();
  expect(new Rhythm(livingFigures, 'weekly').inSeason(Date.UTC(2025, 1, 15), random)).toBe(true);
});

test.each([
  ['2025-11-27T12:00:00Z', false],
  ['2025-11-28T00:00:00Z', true],
  ['2025-12-01T23:59:59Z', true],
  ['2025-12-02T00:00:00Z', false],
  ['2024-12-02T12:00:00Z', true],
  ['2023-12-01T12:00:00Z', false],
  ['2025-11-21T12:00:00Z', false],
  ['2025-11-30T23:59:59Z', true],
  ['2024-11-29T12:00:00Z', true],
  ['2024-11-22T12:00:00Z', false],
  ['2027-11-01T12:00:00Z', false],
  ['2025-12-26T00:00:00Z', true],
  ['2025-12-25T23:59:59Z', false],
  ['2025-07-05T23:59:59Z', true],
  ['2025-07-06T00:00:00Z', false],
])('%s is a day of sales: %s', (moment, isSale) => {
  expect(isSaleDay(Date.parse(moment))).toBe(isSale);
});

test.each([
  ['2025-11-19T23:59:59Z', false],
  ['2025-11-20T00:00:00Z', true],
  ['2025-12-24T23:59:59Z', true],
  ['2025-12-25T00:00:00Z', false],
])('at %s parcels are late: %s', (moment, late) => {
  expect(isBeforeChristmas(Date.parse(moment))).toBe(late);
});
