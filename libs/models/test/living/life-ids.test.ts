import { ID, LifeIds, type IdPurpose } from '../../src/living/life-ids.js';

const moment = Date.UTC(2026, 0, 1);
const purposes = Object.values(ID);
/** What is left of an id without its time: 74 bits of chance, the version and the variant. */
const hashed = (id: string): string => id.slice(14);

test('a million ids of many lives and visits differ without their time', () => {
  const ids = new LifeIds('shopper', '', 42);
  const seen = new Set<string>();
  for (let life = 0; life < 10_000; life += 1) {
    // Lives far apart, too, which have the lower half of their number in common.
    ids.begin(life < 5_000 ? life : (life - 5_000) * 2 ** 32);
    for (const purpose of purposes) {
      for (let count = 0; count < 10; count += 1) seen.add(hashed(ids.id(moment, purpose, count * 64)));
    }
  }
  // Life 0 is there twice.
  expect(seen.size).toBe((10_000 - 1) * purposes.length * 10);
});

test('a million ids of one life differ without their time', () => {
  const ids = new LifeIds('shopper', '', 42);
  ids.begin(7);
  const seen = new Set<string>();
  for (const purpose of purposes) {
    for (let count = 0; count < 100_000; count += 1) seen.add(hashed(ids.id(moment, purpose, count)));
  }
  expect(seen.size).toBe(purposes.length * 100_000);
});

test('runs, seeds, products and shoppers share no ids', () => {
  const all = [
    new LifeIds('shopper', '', 42),
    new LifeIds('shopper', 'another', 42),
    new LifeIds('product', '', 42),
    new LifeIds('shopper', '', 43),
  ];
  const seen = new Set<string>();
  for (const ids of all) {
    for (let life = 0; life < 20_000; life += 1) {
      ids.begin(life);
      seen.add(hashed(ids.id(moment, ID.user, 0)));
    }
  }
  expect(seen.size).toBe(all.length * 20_000);
});

test('an id is a UUID of version 7 that begins with its time, however long ago or ahead', () => {
  const ids = new LifeIds('shopper', '', 42);
  ids.begin(1);
  for (const time of [0, 1, moment, moment + 1, 2 ** 48 - 1, moment]) {
    const id = ids.id(time, ID.order, 3);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(time);
  }
});

test('each of the bits of chance is set in half of the ids', () => {
  const ids = new LifeIds('shopper', '', 42);
  const count = 20_000;
  const set = new Array<number>(80).fill(0);
  for (let life = 0; life < count; life += 1) {
    ids.begin(life);
    const purpose: IdPurpose = purposes[life % purposes.length]!;
    const bits = BigInt(`0x${hashed(ids.id(moment, purpose, life % 7)).replaceAll('-', '')}`);
    for (let bit = 0; bit < 80; bit += 1) if ((bits >> BigInt(bit)) & 1n) set[bit]! += 1;
  }
  const fixed = new Set([79, 78, 77, 76, 63, 62]);
  const spread = 4.5 * Math.sqrt(count / 4);
  set.forEach((ones, bit) => {
    if (!fixed.has(bit)) expect(Math.abs(ones - count / 2)).toBeLessThan(spread);
  });
});
