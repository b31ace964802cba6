import * as figures from '../../src/classic/figures.js';
import { loadCatalogue, type Catalogue } from '../../src/catalogue/catalogue.js';
import type { Shopper } from '../../src/rows.js';
import { createShop } from '../../src/shop.js';
import { evidenceAgainst, even, Tally } from '../chi-square.js';

const now = new Date('2026-06-15T12:00:00Z');
const opened = Date.UTC(2019, 0, 1);
const minute = 60_000;
const day = 24 * 60 * minute;
const shoppers = 60_000;
/** Spans of time are cut into this many equal pieces. */
const pieces = 20;

const tallies = {
  gender: new Tally<string>(),
  age: new Tally<number>(),
  userTrafficSource: new Tally<string>(),
  place: new Tally<string>(),
  signUp: new Tally<number>(),
  recentSignUp: new Tally<number>(),
  ordersPerUser: new Tally<number>(),
  orderStatus: new Tally<string>(),
  itemsPerOrder: new Tally<number>(),
  timeToShip: new Tally<number>(),
  timeToDeliver: new Tally<number>(),
  timeToReturn: new Tally<number>(),
  menProduct: new Tally<number>(),
  womenProduct: new Tally<number>(),
  browser: new Tally<string>(),
  sessionTrafficSource: new Tally<string>(),
  gap: new Tally<number>(),
  unsold: new Tally<number>(),
  soldAfter: new Tally<number>(),
  unsoldSince: new Tally<number>(),
};
let catalogue: Catalogue;

beforeAll(async () => {
  catalogue = await loadCatalogue();
  const shop = createShop({ profile: 'classic', catalogue, seed: 'figures', clock: () => now });
  for (let made = 0; made < shoppers; made += 1) take(shop.next());
}, 5 * minute);

/** Which piece of `span` a length of time falls into; `pieces` and above when it is too long. */
function piece(from: Date | number, to: Date | number, span: number): number {
  return Math.floor(((Number(to) - Number(from)) / (span + 1)) * pieces);
}

function take({ users, orders, order_items, inventory_items, events }: Shopper): void {
  for (const user of users) {
    tallies.gender.add(user.gender);
    tallies.age.add(user.age);
    tallies.userTrafficSource.add(user.traffic_source);
    tallies.place.add(`${user.country}/${user.state}/${user.city}/${user.postal_code}`);
    const isRecent = user.created_at.getTime() >= now.getTime() - 7 * day;
    if (isRecent) tallies.recentSignUp.add(piece(now.getTime() - 7 * day, user.created_at, 7 * day));
    else tallies.signUp.add(piece(opened, user.created_at, now.getTime() - 7 * day - opened));
  }
  tallies.ordersPerUser.add(orders.length);
  for (const order of orders) {
    tallies.orderStatus.add(order.status);
    tallies.itemsPerOrder.add(order.num_of_item);
    if (order.shipped_at) tallies.timeToShip.add(piece(order.created_at, order.shipped_at, 3 * day));
    if (order.delivered_at) tallies.timeToDeliver.add(piece(order.shipped_at!, order.delivered_at, 5 * day));
    if (order.returned_at) tallies.timeToReturn.add(piece(order.delivered_at!, order.returned_at, 3 * day));
  }
  const products = users[0]!.gender === 'M' ? tallies.menProduct : tallies.womenProduct;
  for (const item of order_items) products.add(item.product_id);
  takeSessions(events);
  takeStock(inventory_items);
}

function takeSessions(events: Shopper['events']): void {
  events.forEach((event, index) => {
    if (event.sequence_number > 1) {
      tallies.gap.add(piece(events[index - 1]!.created_at, event.created_at, 3 * minute));
    } else {
      tallies.browser.add(event.browser);
      tallies.sessionTrafficSource.add(event.traffic_source);
    }
  });
}

function takeStock(stock: Shopper['inventory_items']): void {
  let soldAt = now;
  let unsold = 0;
  for (const { created_at, sold_at } of stock) {
    if (sold_at) {
      if (unsold > 0) tallies.unsold.add(unsold);
      unsold = 0;
      soldAt = sold_at;
      tallies.soldAfter.add(piece(created_at, sold_at, 60 * day));
    } else {
      unsold += 1;
      tallies.unsoldSince.add(piece(created_at, soldAt, 60 * day));
    }
  }
  if (unsold > 0) tallies.unsold.add(unsold);
}

type TallyName = keyof typeof tallies;
const evidence = <Value>(name: TallyName, weights: [Value, number][]) =>
  evidenceAgainst(tallies[name] as Tally<unknown>, weights);

test.each<[TallyName, [string | number, number][]]>([
  [
    'gender',
    [
      ['M', 0.5],
      ['F', 0.5],
    ],
  ],
  [
    'userTrafficSource',
    [
      ['Organic', 0.15],
      ['Facebook', 0.06],
      ['Search', 0.7],
      ['Email', 0.05],
      ['Display', 0.04],
    ],
  ],
  [
    'ordersPerUser',
    [
      [0, 0.2],
      [1, 0.5],
      [2, 0.2],
      [3, 0.05],
      [4, 0.05],
    ],
  ],
  [
    'orderStatus',
    [
      ['Complete', 0.25],
      ['Cancelled', 0.15],
      ['Returned', 0.1],
      ['Processing', 0.2],
      ['Shipped', 0.3],
    ],
  ],
  [
    'itemsPerOrder',
    [
      [1, 0.7],
      [2, 0.2],
      [3, 0.05],
      [4, 0.05],
    ],
  ],
  [
    'browser',
    [
      ['IE', 0.05],
      ['Chrome', 0.5],
      ['Safari', 0.2],
      ['Firefox', 0.2],
      ['Other', 0.05],
    ],
  ],
  [
    'sessionTrafficSource',
    [
      ['Email', 0.45],
      ['Adwords', 0.3],
      ['Organic', 0.05],
      ['YouTube', 0.1],
      ['Facebook', 0.1],
    ],
  ],
  [
    'unsold',
    [
      [1, 0.5],
      [2, 0.3],
      [3, 0.2],
    ],
  ],
])('%s has its weights', (name, weights) => {
  expect(evidence(name, weights)).toBeNull();
});

test.each(Object.entries(figures).filter(([, figure]) => Array.isArray(figure)))(
  'the weights of %s add up to 1, so that each is the share that it says',
  (_name, figure) => {
    const weights = (figure as [unknown, number][]).map(([, weight]) => weight);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 10);
  },
);

test.each<[TallyName, string]>([
  ['signUp', '2019-01-01 to a week ago'],
  ['recentSignUp', 'the last seven days'],
  ['timeToShip', 'three days'],
  ['timeToDeliver', 'five days'],
  ['timeToReturn', 'three days'],
  ['gap', 'three minutes'],
  ['soldAfter', 'sixty days'],
  ['unsoldSince', 'sixty days'],
])('%s is even over %s', (name) => {
  expect(evidence(name, even(pieces))).toBeNull();
});

test('a share of 2.5% signs up within the last seven days beyond those who come evenly', () => {
  const days = (now.getTime() - opened) / day;
  const recent = 0.025 + 0.975 * (7 / days);
  const seen = new Tally<string>();
  seen.counts.set('recent', tallies.recentSignUp.total).set('before', tallies.signUp.total);
  seen.total = shoppers;
  expect(
    evidenceAgainst(seen, [
      ['recent', recent],
      ['before', 1 - recent],
    ]),
  ).toBeNull();
});

test('ages are even over 12 to 70', () => {
  expect(
    evidence(
      'age',
      Array.from({ length: 59 }, (_, years) => [12 + years, 1]),
    ),
  ).toBeNull();
});

test('places are drawn by population', () => {
  const population = new Map<string, number>();
  for (const { country, state, city, postal_code, population: people } of catalogue.places) {
    const place = `${country}/${state}/${city}/${postal_code}`;
    population.set(place, (population.get(place) ?? 0) + people);
  }
  expect(evidence('place', [...population])).toBeNull();
});

test.each<[TallyName, 'Men' | 'Women']>([
  ['menProduct', 'Men'],
  ['womenProduct', 'Women'],
])('%s is even over the products of %s', (name, department) => {
  const products = catalogue.products.filter((product) => product.department === department);
  expect(
    evidence(
      name,
      products.map(({ id }) => [id, 1]),
    ),
  ).toBeNull();
});
