import { Random } from '../src/random.js';

const take = (count: number, random: Random): number[] => Array.from({ length: count }, () => random.next());

describe('Random', () => {
  test('gives the same numbers for the same seed, today and on every machine', () => {
    expect(take(4, new Random(1))).toEqual(take(4, new Random(1)));
    expect(take(3, Random.of('brand names'))).toEqual([3468875884, 529668416, 3664451285]);
  });

  test('gives each subject a stream of its own', () => {
    expect(take(2, Random.of('prices'))).not.toEqual(take(2, Random.of('costs')));
  });

  test('draws every number below the limit about equally often', () => {
    const random = new Random(7);
    const counts = [0, 0, 0, 0, 0];
    for (let draw = 0; draw < 50_000; draw += 1) counts[random.below(5)]! += 1;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  test('draws an index by its weight, never one of weight 0', () => {
    const random = new Random(3);
    const counts = [0, 0, 0];
    for (let draw = 0; draw < 40_000; draw += 1) counts[random.weighted([3, 0, 1])]! += 1;
    expect(counts[1]).toBe(0);
    expect(Math.abs(counts[0]! / 30_000 - 1)).toBeLessThan(0.02);
    expect(random.weighted([0, 0])).toBe(-1);
  });

  test('shuffles without losing or doubling an item, and leaves the original alone', () => {
    const items = Array.from({ length: 100 }, (_, index) => index);
    const shuffled = new Random(5).shuffled(items);
    expect(shuffled).not.toEqual(items);
    expect([...shuffled].sort((left, right) => left - right)).toEqual(items);
    expect(items[0]).toBe(0);
  });

  test('refuses to pick from nothing', () => {
    expect(() => new Random(1).pick([])).toThrow(RangeError);
  });
});
