import fc from 'fast-check';
import { OptionError } from '../src/option-error.js';
import { createShop, type ShopOptions } from '../src/shop.js';
import { smallCatalogue } from './small-catalogue.js';

const now = new Date('2026-01-01T12:00:00Z');
const year = 365 * 86_400_000;

describe.each(['living', 'classic'] as const)('a shop of the profile %s', (profile) => {
  const open = (options: Partial<ShopOptions> = {}) =>
    createShop({ profile, catalogue: smallCatalogue, seed: 42, clock: () => now, ...options } as ShopOptions);
  const take = (count: number, options?: Partial<ShopOptions>) => {
    const shop = open(options);
    return Array.from({ length: count }, () => shop.next());
  };

  test('gives the same rows for the same seed and clock', () => {
    expect(take(50)).toEqual(take(50));
    expect(take(50, { seed: '42' })).toEqual(take(50));
  });

  test('gives other rows for another seed', () => {
    expect(take(1, { seed: 43 })[0]!.users[0]!.email).not.toBe(take(1)[0]!.users[0]!.email);
  });

  test('has the same shopper whichever were made before', () => {
    const inOrder = take(60);
    const shop = open();
    fc.assert(
      fc.property(fc.nat(59), (index) => {
        expect(shop.shopper(index)).toEqual(inOrder[index]);
      }),
    );
  });

  test('is shared out by machines that take turns', () => {
    const shared = [0, 1, 2].map((machine) => {
      const shop = open();
      return Array.from({ length: 20 }, (_, step) => shop.shopper(machine + 3 * step));
    });
    const inTurn = Array.from({ length: 60 }, (_, index) => shared[index % 3]![Math.floor(index / 3)]);
    expect(inTurn).toEqual(take(60));
  });

  test('does not move next on by shopper', () => {
    const shop = open();
    shop.shopper(500);
    expect(shop.next()).toEqual(open().shopper(0));
    shop.shopper(0);
    expect(shop.next()).toEqual(open().shopper(1));
  });

  test('has a shopper of its own for the largest index', () => {
    const shop = open();
    const last = shop.shopper(Number.MAX_SAFE_INTEGER);
    expect(last.users).toHaveLength(1);
    expect(last.users[0]!.id.slice(14)).not.toBe(
      shop.shopper(Number.MAX_SAFE_INTEGER - 2 ** 32).users[0]!.id.slice(14),
    );
  });

  test.each([-1, 0.5, NaN, 2 ** 53])('refuses shopper %d', (index) => {
    expect(() => open().shopper(index)).toThrow(OptionError);
  });

  test('opens again with its seed, and is another one without', () => {
    const shop = createShop({ profile, catalogue: smallCatalogue, clock: () => now });
    expect(open({ seed: shop.seed }).next()).toEqual(shop.next());
    expect(createShop({ profile, catalogue: smallCatalogue }).seed).not.toBe(shop.seed);
  });

  test('reads the clock once, and copies what it tells', () => {
    const reused = new Date(now);
    const shop = open({ clock: () => reused });
    reused.setTime(0);
    expect(Array.from({ length: 20 }, () => shop.next())).toEqual(take(20));
  });

  test('has people who signed up between since and now', () => {
    const since = new Date(now.getTime() - year);
    const signUps = take(300, { since }).flatMap(({ users }) => users.map(({ created_at }) => created_at));
    expect(signUps.every((moment) => moment >= since && moment <= now)).toBe(true);
    const early = new Date(now.getTime() - 0.75 * year);
    expect(signUps.filter((moment) => moment < early).length).toBeGreaterThan(30);
  });

  test.each([new Date(now), new Date(NaN), new Date(-1)])('refuses %p as its first moment', (since) => {
    expect(() => open({ since })).toThrow(
      expect.objectContaining({ code: 'THELOOK_OPTION', field: 'since', value: since }),
    );
  });

  test.each(['1970-01-01T00:00:00.001Z', '2018-12-31T23:59:59Z'])(
    'opens at %s, before its usual first day',
    (moment) => {
      const until = new Date(moment);
      for (const { events } of take(20, { clock: () => until })) {
        expect(events.every(({ created_at }) => created_at <= until)).toBe(true);
      }
    },
  );

  test.each([
    ['seed', { seed: NaN }],
    ['seed', { seed: Infinity }],
    ['places', { catalogue: { ...smallCatalogue, places: [] } }],
    ['products', { catalogue: { ...smallCatalogue, products: [] } }],
    ['clock', { clock: () => new Date(NaN) }],
    ['clock', { clock: () => new Date(0) }],
  ])('refuses a wrong %s', (field, options) => {
    expect(() => open(options)).toThrow(expect.objectContaining({ code: 'THELOOK_OPTION', field }));
  });
});

test('a profile that is none is refused with those there are', () => {
  const options = { profile: 'lively', catalogue: smallCatalogue } as unknown as ShopOptions;
  expect(() => createShop(options)).toThrow("profile is 'lively'; allowed: living, classic");
});

describe('orders of the classic shop', () => {
  const take = (options: Partial<ShopOptions>) => {
    const shop = createShop({
      profile: 'classic',
      catalogue: smallCatalogue,
      seed: 42,
      clock: () => now,
      ...options,
    } as ShopOptions);
    return Array.from({ length: 300 }, () => shop.next());
  };

  test('are placed now', () => {
    const placed = take({}).flatMap(({ orders }) => orders.map(({ created_at }) => created_at));
    expect(placed.length).toBeGreaterThan(100);
    expect(placed.every((moment) => moment.getTime() === now.getTime())).toBe(true);
  });

  test('or at any moment since the sign-up, the earliest first', () => {
    const shoppers = take({ orders: 'since sign-up' });
    const placed = shoppers.map(({ orders }) => orders.map(({ created_at }) => created_at.getTime()));
    expect(placed.filter((moments) => moments.length > 1).length).toBeGreaterThan(50);
    for (const moments of placed) expect(moments).toEqual([...moments].sort((one, other) => one - other));
    expect(placed.flat().filter((moment) => moment === now.getTime()).length).toBeLessThan(3);
    for (const { users, orders } of shoppers) {
      expect(orders.every(({ created_at }) => created_at >= users[0]!.created_at && created_at <= now)).toBe(
        true,
      );
    }
  });

  test('never otherwise', () => {
    const options = { orders: 'later' } as unknown as Partial<ShopOptions>;
    expect(() => take(options)).toThrow(expect.objectContaining({ field: 'orders', value: 'later' }));
  });
});
