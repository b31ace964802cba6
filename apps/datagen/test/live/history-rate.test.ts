import { loadCatalogue, Random, reveal, type Lives, type World } from '@thelook/models';
import { following } from '../../src/live/arrivals.js';
import { paceOf } from '../../src/live/history-rate.js';
import { ShopTime } from '../../src/live/shop-time.js';
import { livesOf, type RunDescription } from '../../src/run-description.js';
import { ThinCatalogue } from '../backfill/catalogue.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const users = 16_000;
const until = Date.UTC(2026, 4, 20, 15);
const since = until - 500 * DAY;
const [from, to] = [until - 30 * DAY, until + 30 * DAY];
const world: World = { realAt: (moment) => moment, idTime: (moment) => moment, shelf: 'made to order' };

/** What happened on both sides of the end of the history. */
class Side {
  signUps = 0;
  orders = 0;
  visits = 0;
  readonly byHour = new Array<number>(24).fill(0);
  readonly byDay = new Array<number>(7).fill(0);
  readonly bySource = new Map<string, number>();
}
const before = new Side();
const after = new Side();

function sideOf(moment: Date): Side | undefined {
  const at = moment.getTime();
  return at < from || at >= to ? undefined : at < until ? before : after;
}

function count(lives: Lives, number: number, at: number): void {
  const { users: people, orders, events } = reveal(lives, lives.begin(number, at), to, world).rows;
  for (const { created_at } of people) {
    const side = sideOf(created_at);
    if (!side) continue;
    side.signUps += 1;
    side.byHour[created_at.getUTCHours()]! += 1;
    // Whole weeks.
    if (Math.abs(created_at.getTime() - until) < 28 * DAY) side.byDay[created_at.getUTCDay()]! += 1;
  }
  for (const { created_at } of orders) {
    const side = sideOf(created_at);
    if (side) side.orders += 1;
  }
  for (const { created_at, sequence_number, traffic_source } of events) {
    const side = sequence_number === 1 ? sideOf(created_at) : undefined;
    if (!side) continue;
    side.visits += 1;
    side.bySource.set(traffic_source, (side.bySource.get(traffic_source) ?? 0) + 1);
  }
}

beforeAll(async () => {
  const thin = await ThinCatalogue.write();
  const catalogue = await loadCatalogue(thin.folder);
  await thin.remove();
  const description: RunDescription = {
    profile: 'living',
    seed: 'joins',
    // All by one clock, so that hours can be told apart.
    flags: { conversion: 0.3, pattern: 'weekly', places: { country: 'China' }, history: true },
    figures: {},
    catalogue: '',
  };
  const history = livesOf(description, catalogue);
  const signUps = history.signUps(since, until);
  for (let number = 0; number < users; number += 1) count(history, number, signUps.at(number));

  // The live shop of a virtual clock, at speed 1.
  const live = livesOf({ ...description, seed: 'live' }, catalogue);
  const random = new Random('arrivals');
  const time = new ShopTime([], () => until);
  const arrivals = following(paceOf({ users, signUps }, time), () => random.next());
  let number = 0;
  for (let now = until; now < to; now += 1_000) {
    for (const at of arrivals.take(now, 100)) count(live, number++, at);
  }
}, 120_000);

/** How likely chance alone makes two counts differ by as much, in standard deviations. */
const apart = (one: number, other: number): number => Math.abs(one - other) / Math.sqrt(one + other);

test.each(['signUps', 'orders', 'visits'] as const)(
  'there are as many %s in the thirty days after the history as in those before',
  (name) => {
    expect(before[name]).toBeGreaterThan(1_000);
    // Visits come in crowds around an order; a shop that grows has 2 % more.
    expect(apart(before[name], after[name])).toBeLessThan(name === 'visits' ? 8 : 4);
    expect(after[name] / before[name]).toBeGreaterThan(0.88);
    expect(after[name] / before[name]).toBeLessThan(1.12);
  },
);

/** The chi-square of two lists of counts, for each degree of freedom. */
function difference(one: readonly number[], other: readonly number[]): number {
  const [all, others] = [one, other].map((counts) => counts.reduce((sum, value) => sum + value, 0));
  const share = all! / (all! + others!);
  const parts = one.map((value, place) => {
    const expected = (value + other[place]!) * share;
    return (value - expected) ** 2 / (expected * (1 - share));
  });
  return parts.reduce((sum, part) => sum + part, 0) / (one.length - 1);
}

test('people come at the same hours and days, and from the same sources', () => {
  expect(difference(before.byHour, after.byHour)).toBeLessThan(2);
  expect(difference(before.byDay, after.byDay)).toBeLessThan(4);
  const sources = [...before.bySource.keys()];
  const of = ({ bySource }: Side): number[] => sources.map((source) => bySource.get(source) ?? 0);
  expect(difference(of(before), of(after))).toBeLessThan(3);
});

test('a step would be seen: at another rate, or without the hours', () => {
  expect(apart(before.signUps, after.signUps * 1.2)).toBeGreaterThan(4);
  const even = after.byHour.map(() => after.signUps / 24);
  expect(difference(before.byHour, even)).toBeGreaterThan(2);
});
