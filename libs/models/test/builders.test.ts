import {
  aShopper,
  anOrder,
  aUser,
  OptionError,
  sampleCatalogue,
  type OrderWishes,
  type UserWishes,
} from '../src/index.js';
import type { OrderStatus } from '../src/rows.js';

const statuses: OrderStatus[] = ['Processing', 'Cancelled', 'Shipped', 'Complete', 'Returned'];
const reached = {
  Processing: [],
  Cancelled: ['cancelled_at'],
  Shipped: ['shipped_at'],
  Complete: ['shipped_at', 'delivered_at'],
  Returned: ['shipped_at', 'delivered_at', 'returned_at'],
} as const;
const now = new Date('2026-01-01T00:00:00Z');
const seeds = Array.from({ length: 100 }, (_, seed) => seed);

describe('aUser', () => {
  test.each(['Japan', 'Austria', 'Brasil'])('lives in a place of %s', (country) => {
    for (const seed of seeds) {
      const user = aUser({ country }, { seed });
      const { city, state, postal_code, latitude, longitude } = user;
      expect(sampleCatalogue.places).toContainEqual(
        expect.objectContaining({ country, city, state, postal_code, latitude, longitude }),
      );
    }
  });

  test('has everything that was asked for, and the rest with it', () => {
    const created_at = new Date('2030-05-05');
    const user = aUser({ gender: 'F', first_name: 'Zoë', age: 99, created_at, traffic_source: 'Radio' });
    expect(user).toMatchObject({
      gender: 'F',
      first_name: 'Zoë',
      age: 99,
      created_at,
      updated_at: created_at,
    });
    expect(user.traffic_source).toBe('Radio');
    expect(user.email).toMatch(/^zoe\./);
  });

  test('is the same for a seed, another one at each call without', () => {
    expect(aUser({}, { seed: 1 })).toEqual(aUser({}, { seed: 1 }));
    expect(aUser({}, { seed: 1 })).not.toEqual(aUser({}, { seed: 2 }));
    expect(new Set(seeds.map(() => aUser().id)).size).toBe(seeds.length);
  });

  test('with every column is taken as it is', () => {
    const row = { ...aUser(), city: 'Atlantis', country: 'The Sea' };
    expect(aUser(row)).toEqual(row);
    expect(aUser({ ...aUser(), age: undefined } as object).age).toBeGreaterThan(0);
  });

  test.each([
    ['user.country', { country: 'Jpan' }, 'one of Japan'],
    ['user.city', { country: 'Japan', city: 'Paris' }, 'one of '],
    ['user.name', { name: 'Zoë' }, 'names: id, '],
  ])('says what is wrong with %s', (field, wishes, allowed) => {
    expect(() => aUser(wishes as UserWishes)).toThrow(
      expect.objectContaining({ code: 'THELOOK_OPTION', field, allowed: expect.stringContaining(allowed) }),
    );
  });
});

describe('anOrder', () => {
  test.each(statuses)('with the status %s has reached what that takes, and nothing else', (status) => {
    for (const seed of seeds) {
      const { user, order, items, pieces, events } = anOrder({ status, items: 3 }, { seed });
      expect(order).toMatchObject({ status, user_id: user.id, gender: user.gender, num_of_item: 3 });
      const path = [
        user.created_at,
        order.created_at,
        ...reached[status].map((name) => order[name]),
      ] as Date[];
      expect([...path, now]).toEqual([...path, now].sort((one, other) => one.getTime() - other.getTime()));
      for (const name of ['shipped_at', 'delivered_at', 'returned_at', 'cancelled_at'] as const) {
        expect(order[name] !== null).toBe((reached[status] as readonly string[]).includes(name));
        for (const item of items) expect(item[name]).toEqual(order[name]);
      }
      expect(order.updated_at).toEqual(path.at(-1));
      expect(items.map(({ order_id, user_id, status: own }) => [order_id, user_id, own])).toEqual(
        Array(3).fill([order.order_id, user.id, status]),
      );
      expect(pieces.map(({ id, product_id }) => [id, product_id])).toEqual(
        items.map(({ inventory_item_id, product_id }) => [inventory_item_id, product_id]),
      );
      expect(events.at(-1)).toMatchObject({
        event_type: 'purchase',
        created_at: order.created_at,
        user_id: user.id,
      });
    }
  });

  test('keeps the moments asked for, and puts the others between them', () => {
    const shipped_at = new Date('2025-03-01');
    const returned_at = new Date('2025-03-02');
    for (const seed of seeds) {
      const { user, order } = anOrder({ shipped_at, returned_at }, { seed });
      expect(order).toMatchObject({ status: 'Returned', shipped_at, returned_at });
      expect(order.delivered_at! >= shipped_at && order.delivered_at! <= returned_at).toBe(true);
      expect(user.created_at <= order.created_at && order.created_at <= shipped_at).toBe(true);
    }
  });

  test('sells what was asked for, to who buys such things', () => {
    for (const seed of seeds) {
      const { user, items, pieces } = anOrder(
        { items: [{ category: 'Dresses', sale_price: 9.5 }, { product_id: 1 }] },
        { seed },
      );
      expect(user.gender).toBe('F');
      expect(pieces[0]!.product_category).toBe('Dresses');
      expect(items.map(({ sale_price }) => sale_price)).toEqual([9.5, 77]);
    }
  });

  test('is by the user given', () => {
    const user = aUser({ created_at: new Date('2025-12-31') });
    const built = anOrder({ user });
    expect(built.user).toEqual(user);
    expect(built.order.created_at >= user.created_at).toBe(true);
  });

  test.each<[string, object]>([
    ['order.shipped_at', { status: 'Processing', shipped_at: now }],
    ['order.shipped_at', { created_at: now, shipped_at: new Date(0) }],
    ['order.created_at', { created_at: '2025-01-01' }],
    ['order.created_at', { created_at: new Date(0), user: { created_at: now } }],
    ['order.status', { status: 'Lost' }],
    ['order.items', { items: 0 }],
    ['order.items', { items: [] }],
    ['order.colour', { colour: 'red' }],
    ['item', { items: [{ category: 'Cars' }] }],
    ['item.size', { items: [{ size: 'L' }] }],
  ])('refuses a wrong %s', (field, wishes) => {
    expect(() => anOrder(wishes as OrderWishes)).toThrow(
      expect.objectContaining({ name: 'OptionError', field }),
    );
  });
});

describe('aShopper', () => {
  test('has one user, the orders asked for and all that belongs to them', () => {
    const shopper = aShopper({ country: 'Spain', orders: [{ status: 'Complete' }, { items: 2 }] });
    expect(shopper.users).toEqual([expect.objectContaining({ country: 'Spain' })]);
    expect(shopper.orders.map(({ user_id }) => user_id)).toEqual(Array(2).fill(shopper.users[0].id));
    expect(shopper.order_items).toHaveLength(
      shopper.orders.reduce((sum, { num_of_item }) => sum + num_of_item, 0),
    );
    expect(shopper.inventory_items).toHaveLength(shopper.order_items.length);
    expect(aShopper({ orders: 0 }).orders).toEqual([]);
    expect(() => aShopper({ orders: -1 })).toThrow(OptionError);
  });

  test('signed up before the earliest of them', () => {
    for (const seed of seeds) {
      const orders = ['2022-01-05', '2020-07-08'].map((day) => ({ created_at: new Date(day) }));
      const { users } = aShopper({ orders }, { seed });
      expect(users[0].created_at.getTime()).toBeLessThanOrEqual(Date.UTC(2020, 6, 8));
    }
  });

  test('has other rows at another moment', () => {
    const clock = () => new Date('2020-01-01');
    for (const { created_at } of aShopper({ orders: 5 }, { clock }).events)
      expect(created_at <= clock()).toBe(true);
  });
});
