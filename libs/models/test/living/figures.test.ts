import { loadCatalogue } from '../../src/catalogue/catalogue.js';
import { createLives } from '../../src/lives.js';
import { livingFigures } from '../../src/living/figures.js';
import { PATTERNS, type Pattern } from '../../src/living/rhythm.js';
import { reveal } from '../../src/reveal.js';
import type { Shopper } from '../../src/rows.js';
import { plainWorld } from './histories.js';

const hour = 3_600_000;
const day = 24 * hour;
const since = Date.UTC(2019, 0, 1);
const until = Date.UTC(2026, 0, 1);
const catalogue = await loadCatalogue();

/** Years of a shop, a shopper at a time. */
function* shoppersOf(count: number, conversion: number, pattern: Pattern = 'daily'): Generator<Shopper> {
  const lives = createLives({ catalogue, seed: 'figures', conversion, pattern });
  const signUps = lives.signUps(since, until);
  for (let number = 0; number < count; number += 1) {
    yield reveal(lives, lives.begin(number, signUps.at(number)), until, plainWorld).rows;
  }
}

/** A share of things that were counted. */
class Share {
  of = 0;
  have = 0;

  add(has: boolean): void {
    this.of += 1;
    if (has) this.have += 1;
  }

  /** Fails outside of `from` to `to`, widened by what chance does to so many things. */
  expectWithin(from: number, to: number): void {
    const share = this.have / this.of;
    const middle = (from + to) / 2;
    const allowance = 3 * Math.sqrt((middle * (1 - middle)) / this.of);
    expect(this.of).toBeGreaterThan(300);
    expect(share).toBeGreaterThanOrEqual(from - allowance);
    expect(share).toBeLessThanOrEqual(to + allowance);
  }
}

/** What visits of a shop come to. */
function trafficOf(count: number, conversion: number) {
  const bought = new Share();
  const carts = new Share();
  const left = new Share();
  for (const { events } of shoppersOf(count, conversion)) {
    const visits = new Map<string, { cart: boolean; purchase: boolean }>();
    for (const { session_id, event_type } of events) {
      const visit = visits.get(session_id) ?? { cart: false, purchase: false };
      visits.set(session_id, visit);
      if (event_type === 'cart' || event_type === 'purchase') visit[event_type] = true;
    }
    for (const { cart, purchase } of visits.values()) {
      bought.add(purchase);
      carts.add(cart);
      if (cart) left.add(!purchase);
    }
  }
  return { bought, carts, left };
}

test('three visits in a hundred end with an order, eleven with a cart, and most carts are left', () => {
  const { bought, carts, left } = trafficOf(1_200, 0.03);
  bought.expectWithin(0.029, 0.031);
  carts.expectWithin(0.1, 0.125);
  left.expectWithin(0.7, 0.76);
});

test.each([0.01, 0.1, 0.2, 0.3])(
  'at a conversion of %d that share of the visits ends with an order',
  (conversion) => {
    const { bought, left } = trafficOf(Math.max(500, 30_000 * conversion), conversion);
    bought.expectWithin(conversion * 0.98, conversion * 1.02);
    if (conversion <= 0.2) left.expectWithin(0.7, 0.76);
  },
);

describe('people and their orders', () => {
  const share = {
    second: new Share(),
    third: new Share(),
    further: new Share(),
    cancelled: new Share(),
    unfinished: new Share(),
    unfinishedAtThirtyDays: new Share(),
    returned: new Share(),
    returnedOnSale: new Share(),
    dresses: new Share(),
    basics: new Share(),
    onSale: new Share(),
    moved: new Share(),
    left: new Share(),
  };
  const ages: number[] = [];

  beforeAll(() => {
    const dresses = new Set(
      catalogue.products.filter(({ category }) => category === 'Dresses').map(({ id }) => id),
    );
    const basics = new Set(
      catalogue.products
        .filter(({ category }) => /Socks|Underwear|Intimates/.test(category))
        .map(({ id }) => id),
    );
    const prices = new Map(catalogue.products.map(({ id, retail_price }) => [id, retail_price]));
    for (const { users, orders, order_items } of shoppersOf(16_000, 0.3)) {
      const placed = orders.map(({ created_at }) => created_at.getTime()).sort((one, other) => one - other);
      const [first, second] = placed;
      if (first !== undefined && first < until - 365 * day) {
        share.second.add(second !== undefined && second <= first + 365 * day);
      }
      if (second !== undefined && second < until - 730 * day) share.third.add(placed.length > 2);
      placed.slice(2).forEach((moment, index) => {
        if (moment < until - 730 * day) share.further.add(placed.length > index + 3);
      });
      for (const { created_at, status, returned_at } of orders) {
        share.cancelled.add(status === 'Cancelled');
        const age = until - created_at.getTime();
        if (age > 30 * day) share.unfinished.add(status === 'Processing' || status === 'Shipped');
        // With what may come back: had it been looked at thirty days after the order, a step would have been left.
        if (age > 90 * day)
          share.unfinishedAtThirtyDays.add((returned_at?.getTime() ?? 0) > created_at.getTime() + 30 * day);
      }
      for (const { product_id, sale_price, delivered_at, returned_at } of order_items) {
        const onSale = sale_price < prices.get(product_id)!;
        share.onSale.add(onSale);
        if (!delivered_at || delivered_at.getTime() > until - 30 * day) continue;
        share.returned.add(returned_at !== null);
        if (onSale) share.returnedOnSale.add(returned_at !== null);
        if (dresses.has(product_id)) share.dresses.add(returned_at !== null);
        if (basics.has(product_id)) share.basics.add(returned_at !== null);
      }
      for (const { age, created_at, updated_at } of users) {
        ages.push(age);
        if (created_at.getTime() < until - 730 * day) share.moved.add(updated_at! > created_at);
      }
      share.left.add(users.length === 0);
    }
  }, 300_000);

  test.each<[keyof typeof share, number, number]>([
    ['second', 0.24, 0.28],
    ['third', 0.63, 0.67],
    ['further', 0.73, 0.77],
    ['cancelled', 0.03, 0.05],
    ['unfinishedAtThirtyDays', 0, 0.01],
    ['returned', 0.2, 0.3],
    ['returnedOnSale', 0.25, 0.36],
    ['dresses', 0.28, 0.34],
    ['basics', 0.115, 0.145],
    ['onSale', 0.05, 0.09],
    ['moved', 0.055, 0.065],
    ['left', 0.005, 0.01],
  ])('the share of %s is from %d to %d', (name, from, to) => {
    share[name].expectWithin(from, to);
  });

  test('every order is finished after thirty days, apart from what may come back', () => {
    expect(share.unfinished.of).toBeGreaterThan(15_000);
    expect(share.unfinished.have).toBe(0);
  });

  test('people are around 35, some of them 16 and some 80', () => {
    const inOrder = ages.toSorted((one, other) => one - other);
    expect(inOrder[Math.floor(inOrder.length / 2)]).toBeGreaterThanOrEqual(33);
    expect(inOrder[Math.floor(inOrder.length / 2)]).toBeLessThanOrEqual(37);
    expect(inOrder[0]).toBe(16);
    expect(inOrder.at(-1)).toBe(79);
  });
});

/** Visits of the shop's own people and strangers, by a number that their moment and place tell. */
function visitsBy(pattern: Pattern, count: number, length: number, tell: (local: Date) => number): number[] {
  const offsets = new Map(
    catalogue.places.map(({ city, postal_code, longitude }) => [
      `${city} ${postal_code}`,
      Math.round(longitude / 15) * hour,
    ]),
  );
  const visits = new Array<number>(length).fill(0);
  for (const { events } of shoppersOf(count, 0.3, pattern)) {
    for (const { sequence_number, event_type, created_at, city, postal_code } of events) {
      if (sequence_number > 1 || event_type === 'cancel' || event_type === 'return') continue;
      visits[tell(new Date(created_at.getTime() + offsets.get(`${city} ${postal_code}`)!))]! += 1;
    }
  }
  return visits;
}

const dayOfWeek = (local: Date): number => local.getUTCDay();
const hourOfDay = (local: Date): number => local.getUTCHours();
const month = (local: Date): number => local.getUTCMonth();
/** Of parts that weigh the same, how far the lowest and the highest are from the mean. */
const spread = (counts: readonly number[]): [lowest: number, highest: number] => {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return [Math.min(...counts) / mean, Math.max(...counts) / mean];
};

test.each(PATTERNS.slice(1))(
  'in the pattern %s most come at eight in the evening, and few at four in the morning',
  (pattern) => {
    const visits = visitsBy(pattern, 8_000, 24, hourOfDay);
    const peak = Math.max(...visits);
    expect([20, 21]).toContain(visits.indexOf(peak));
    expect([3, 4, 5]).toContain(visits.indexOf(Math.min(...visits)));
    const night = visits[3]! + visits[4]!;
    const evening = visits[20]! + visits[21]!;
    expect(evening / night).toBeGreaterThan(6.5);
    expect(evening / night).toBeLessThan(9.5);
  },
);

/** Sign-ups of four whole years, as many as are needed for a weekday or a month to be told from its neighbours. */
function signUpsBy(pattern: Pattern, length: number, tell: (moment: Date) => number): number[] {
  const moments = createLives({ catalogue, seed: 'sign-ups', pattern }).signUps(
    Date.UTC(2021, 0, 1),
    Date.UTC(2025, 0, 1),
  );
  const counts = new Array<number>(length).fill(0);
  for (let number = 0; number < 60_000; number += 1) counts[tell(new Date(moments.at(number)))]! += 1;
  return counts;
}

test('in the pattern weekly Monday is the busiest day and Saturday the calmest, in daily none is', () => {
  const weekly = signUpsBy('weekly', 7, dayOfWeek);
  expect(weekly.indexOf(Math.min(...weekly))).toBe(6);
  expect(weekly.indexOf(Math.max(...weekly))).toBe(1);
  const [lowest, highest] = spread(signUpsBy('daily', 7, dayOfWeek));
  expect(lowest).toBeGreaterThan(0.94);
  expect(highest).toBeLessThan(1.06);
});

test('in the pattern yearly November is the busiest month, and flat has no hours', () => {
  const yearly = signUpsBy('yearly', 12, month);
  expect(yearly.indexOf(Math.max(...yearly))).toBe(10);
  const [lowest, highest] = spread(visitsBy('flat', 8_000, 24, hourOfDay));
  expect(lowest).toBeGreaterThan(0.94);
  expect(highest).toBeLessThan(1.06);
});

test('more people sign up every year', () => {
  const years = new Map<number, number>();
  const lives = createLives({ catalogue, seed: 'growth' });
  const signUps = lives.signUps(since, until);
  for (let number = 0; number < 100_000; number += 1) {
    const year = new Date(signUps.at(number)).getUTCFullYear();
    years.set(year, (years.get(year) ?? 0) + 1);
  }
  for (let year = 2020; year < 2026; year += 1) {
    const grown = years.get(year)! / years.get(year - 1)!;
    expect(grown).toBeGreaterThan(1 + livingFigures.growth - 0.06);
    expect(grown).toBeLessThan(1 + livingFigures.growth + 0.06);
  }
});
