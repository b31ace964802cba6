import fc from 'fast-check';
import { backoffMs, defaultBackoff } from '../src/backoff.js';

const bounds = { minMs: 500, maxMs: 30_000 };
const almostOne = 1 - Number.EPSILON;

test('waits up to twice as long each time, up to a maximum', () => {
  expect([1, 2, 3, 6, 7, 8, 1_000].map((attempt) => backoffMs(attempt, bounds, almostOne))).toEqual([
    ...[500, 1_000, 2_000, 16_000, 30_000, 30_000, 30_000],
  ]);
});

test('comes back within ten seconds of a server that was away for however long, unless told otherwise', () => {
  expect(backoffMs(1_000, defaultBackoff, almostOne)).toBe(5_000);
});

test('spreads the clients over the whole of the wait, and that on top of what the server has asked for', () => {
  const anyRandom = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), anyRandom, fc.nat(3_600_000), (attempt, random, asked) => {
      const longest = backoffMs(attempt, bounds, almostOne);
      const wait = backoffMs(attempt, bounds, random, asked);
      expect(wait).toBeLessThanOrEqual(asked + longest);
      expect(wait).toBeGreaterThanOrEqual(asked);
    }),
  );
  expect(backoffMs(1, bounds, 0)).toBe(0);
  expect(backoffMs(1, bounds, 0.5)).toBe(250);
  expect(backoffMs(1, bounds, 0.5, 10_000)).toBe(10_250);
});

test('does not wait for more than an hour, whatever a server asks for', () => {
  expect(backoffMs(1, bounds, 0, Number.MAX_SAFE_INTEGER)).toBe(3_600_000);
});
