import fc from 'fast-check';
import { backoffMs } from '../src/backoff.js';

const bounds = { minMs: 500, maxMs: 30_000 };

test('waits twice as long each time, up to a maximum', () => {
  expect([1, 2, 3, 6, 7, 8, 1_000].map((attempt) => backoffMs(attempt, bounds, 0))).toEqual([
    ...[500, 1_000, 2_000, 16_000, 30_000, 30_000, 30_000],
  ]);
});

test('spreads the clients over the second half of the wait', () => {
  const anyRandom = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), anyRandom, (attempt, random) => {
      const longest = backoffMs(attempt, bounds, 0);
      const wait = backoffMs(attempt, bounds, random);
      expect(wait).toBeLessThanOrEqual(longest);
      expect(wait).toBeGreaterThanOrEqual(longest / 2);
    }),
  );
  expect(backoffMs(1, bounds, 0.5)).toBe(375);
});
