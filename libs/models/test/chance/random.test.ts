import fc from 'fast-check';
import { Random } from '../../src/chance/random.js';
import { evidenceAgainst, even, Tally } from '../chi-square.js';

const take = (random: Random, count: number) => Array.from({ length: count }, () => random.uint32());

test('the numbers of a seed are the same on every machine', () => {
  expect(take(new Random(42), 4)).toEqual([36055197, 3861495099, 2887426880, 1343644324]);
  expect(take(new Random('Schlußverkauf'), 2)).toEqual([595356033, 1574262086]);
});

test('a number, a bigint and their spelling are the same seed', () => {
  expect(take(new Random(42), 4)).toEqual(take(new Random('42'), 4));
  expect(take(new Random(42n), 4)).toEqual(take(new Random('42'), 4));
});

test('seeds and streams that differ little have nothing in common', () => {
  const beginnings = new Set<string>();
  for (let seed = 0; seed < 100; seed += 1) {
    const random = new Random(seed);
    for (const stream of [...Array(100).keys(), 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1]) {
      random.restart(stream);
      beginnings.add(take(random, 2).join());
    }
  }
  expect(beginnings.size).toBe(100 * 103);
});

test('the first numbers of consecutive streams are even too', () => {
  const random = new Random('streams');
  const tally = new Tally<number>();
  for (let stream = 0; stream < 50_000; stream += 1) {
    random.restart(stream);
    tally.add(random.below(100));
  }
  expect(evidenceAgainst(tally, even(100))).toBeNull();
});

test('restart goes back to the beginning of a stream', () => {
  const random = new Random('again');
  random.restart(7);
  const first = take(random, 5);
  random.restart(8);
  expect(take(random, 5)).not.toEqual(first);
  random.restart(7);
  expect(take(random, 5)).toEqual(first);
});

test('next is even over 0 to 1', () => {
  const random = new Random('next');
  const tally = new Tally<number>();
  for (let draw = 0; draw < 50_000; draw += 1) tally.add(Math.floor(random.next() * 64));
  expect(evidenceAgainst(tally, even(64))).toBeNull();
});

test.each([2, 59, 1_000, 2 ** 21 + 1, 250_000_000_000])('below(%d) is even over its range', (limit) => {
  const random = new Random('below');
  const cells = Math.min(limit, 50);
  const tally = new Tally<number>();
  for (let draw = 0; draw < 20_000; draw += 1) tally.add(Math.floor((random.below(limit) / limit) * cells));
  const weights = new Map<number, number>();
  for (let value = 0; value < Math.min(limit, 1_000); value += 1) {
    const cell = Math.floor((value / Math.min(limit, 1_000)) * cells);
    weights.set(cell, (weights.get(cell) ?? 0) + 1);
  }
  expect(evidenceAgainst(tally, weights)).toBeNull();
});

test('between keeps to its bounds, whatever they are', () => {
  fc.assert(
    fc.property(fc.integer(), fc.maxSafeInteger(), fc.nat(), (seed, from, span) => {
      fc.pre(Number.isSafeInteger(from + span));
      const value = new Random(seed).between(from, from + span);
      return Number.isSafeInteger(value) && value >= from && value <= from + span;
    }),
  );
});

test('below reaches its first and its last value', () => {
  const random = new Random('ends');
  const seen = new Set(Array.from({ length: 200 }, () => random.below(4)));
  expect([...seen].sort()).toEqual([0, 1, 2, 3]);
});
