import { allowedDistance, distanceFrom, isOff, mostSuspicious, sharesOf } from '../../src/verify/chance.js';

test('the allowed distance shrinks with the root of the rows', () => {
  const half = { variance: 0.25, reach: 0.5 };
  expect(allowedDistance({ count: 10_000, ...half })).toBeCloseTo(0.0252, 4);
  expect(allowedDistance({ count: 1_000_000, ...half })).toBeCloseTo(0.0025, 4);
});

test('few rows prove nothing', () => {
  const { shares } = sharesOf([
    { value: 'M', observed: 3, weight: 0.5 },
    { value: 'F', observed: 0, weight: 0.5 },
  ]);
  expect(shares.some(isOff)).toBe(false);
});

test('a share that is off by a tenth is found among ten thousand rows, and shown', () => {
  const { count, shares } = sharesOf([
    { value: 'Search', observed: 7_700, weight: 0.7 },
    { value: 'Organic', observed: 1_200, weight: 0.2 },
    { value: 'Email', observed: 1_100, weight: 0.1 },
  ]);
  expect(count).toBe(10_000);
  expect(shares.filter(isOff).map(({ value }) => value)).toEqual(['Search', 'Organic']);
  expect(mostSuspicious(shares)?.value).toBe('Organic');
});

test('what has no weight must not come up even once', () => {
  const { shares } = sharesOf([
    { value: 'M', observed: 1_000, weight: 1 },
    { value: 'X', observed: 1, weight: 0 },
  ]);
  expect(shares.filter(isOff)).toEqual([{ value: 'X', expected: 0, observed: 1 / 1_001, allowed: 0 }]);
  expect(mostSuspicious(shares)?.value).toBe('X');
});

test('a range is allowed as far as it goes, and then what chance adds at its worse end', () => {
  const { expected, allowed } = distanceFrom([0.02, 0.04], 1_000_000);
  expect(expected).toBeCloseTo(0.03, 10);
  const reach = { variance: 0.04 * 0.96, reach: 0.96 };
  expect(allowed).toBeCloseTo(0.01 + allowedDistance({ count: 1_000_000, ...reach }), 10);
});

test('a mean is allowed what is known about its values', () => {
  const chance = { variance: 4, reach: 10 };
  expect(distanceFrom(3, 10_000, chance)).toEqual({
    expected: 3,
    allowed: allowedDistance({ count: 10_000, ...chance }),
  });
});
