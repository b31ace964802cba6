import fc from 'fast-check';
import { OptionError } from '../src/option-error.js';
import { createShop, type ShopOptions } from '../src/shop.js';
import { smallCatalogue } from './small-catalogue.js';

const now = new Date('2026-01-01T12:00:00Z');
const open = (options: Partial<ShopOptions> = {}) =>
  createShop({ catalogue: smallCatalogue, seed: 42, clock: () => now, ...options });
const take = (count: number, options?: Partial<ShopOptions>) => {
  const shop = open(options);
  return Array.from({ length: count }, () => shop.next());
};

test('the same seed and clock give the same rows', () => {
  expect(take(50)).toEqual(take(50));
  expect(take(50, { seed: '42' })).toEqual(take(50));
});

test('another seed gives other rows', () => {
  expect(take(1, { seed: 43 })[0]!.users[0]!.email).not.toBe(take(1)[0]!.users[0]!.email);
});

test('a shopper is the same whichever were made before', () => {
  const inOrder = take(60);
  const shop = open();
  fc.assert(
    fc.property(fc.nat(59), (index) => {
      expect(shop.shopper(index)).toEqual(inOrder[index]);
    }),
  );
});

test('machines that share out the indexes make the shoppers of one', () => {
  const shared = [0, 1, 2].flatMap((machine) => {
    const shop = open();
    return Array.from({ length: 20 }, (_, step) => shop.shopper(machine + 3 * step));
  });
  const byId = (one: (typeof shared)[0], other: (typeof shared)[0]) =>
    one.users[0]!.id < other.users[0]!.id ? -1 : 1;
  expect(shared.sort(byId)).toEqual(take(60).sort(byId));
});

test('shopper does not move next on', () => {
  const shop = open();
  shop.shopper(500);
  expect(shop.next()).toEqual(open().shopper(0));
  shop.shopper(0);
  expect(shop.next()).toEqual(open().shopper(1));
});

test('the largest index has a shopper of its own', () => {
  const shop = open();
  const last = shop.shopper(Number.MAX_SAFE_INTEGER);
  expect(last.users).toHaveLength(1);
  expect(last.users[0]!.id).not.toBe(shop.shopper(Number.MAX_SAFE_INTEGER - 2 ** 32).users[0]!.id);
});

test.each([-1, 0.5, NaN, 2 ** 53])('shopper %d is refused', (index) => {
  expect(() => open().shopper(index)).toThrow(OptionError);
});

test('without a seed each shop is another, and its seed opens it again', () => {
  const shop = createShop({ catalogue: smallCatalogue, clock: () => now });
  expect(open({ seed: shop.seed }).next()).toEqual(shop.next());
  expect(createShop({ catalogue: smallCatalogue }).seed).not.toBe(shop.seed);
});

test('orders are placed at the moment of the clock, read once a shopper', () => {
  let reads = 0;
  const shop = open({ clock: () => new Date(now.getTime() + 1_000 * reads++) });
  for (let index = 0; index < 20; index += 1) {
    const placed = shop.next().orders.map(({ created_at }) => created_at.getTime());
    expect(placed.every((moment) => moment === now.getTime() + 1_000 * index)).toBe(true);
  }
  expect(reads).toBe(20);
});

test('rows stay as they are when the clock reuses its Date', () => {
  const reused = new Date(now);
  const shoppers = take(20, { clock: () => reused });
  reused.setTime(0);
  expect(shoppers).toEqual(take(20));
});

test('ordersAt places each order, and a user has them in time order', () => {
  const shoppers = take(300, {
    ordersAt: (user, moment, random) => new Date(random.between(user.created_at.getTime(), moment.getTime())),
  });
  const placed = shoppers.map(({ orders }) => orders.map(({ created_at }) => created_at.getTime()));
  expect(placed.filter((moments) => moments.length > 1).length).toBeGreaterThan(50);
  for (const moments of placed) expect(moments).toEqual([...moments].sort((one, other) => one - other));
  expect(placed.flat().filter((moment) => moment === now.getTime()).length).toBeLessThan(3);
});

test.each([
  ['before the user signed up', new Date('2018-01-01')],
  ['after now', new Date('2027-01-01')],
  ['no moment', new Date(NaN)],
])('an order placed at a moment that is %s is refused', (_case, moment) => {
  expect(() => take(10, { ordersAt: () => moment })).toThrow(OptionError);
});

test.each([
  ['seed', { seed: NaN }],
  ['seed', { seed: Infinity }],
  ['places', { catalogue: { ...smallCatalogue, places: [] } }],
  ['products', { catalogue: { ...smallCatalogue, products: [] } }],
])('a wrong %s is refused at the door', (field, options) => {
  expect(() => open(options)).toThrow(expect.objectContaining({ code: 'THELOOK_OPTION', field }));
});

test('a clock that tells no moment is refused by name', () => {
  const shop = open({ clock: () => new Date(NaN) });
  expect(() => shop.next()).toThrow(expect.objectContaining({ code: 'THELOOK_OPTION', field: 'clock' }));
});
