import { Random } from '@thelook/models';
import { asFastAsItGoes, every, poisson } from '../../src/live/arrivals.js';

test('as fast as it goes fills whatever room there is, now', () => {
  const arrivals = asFastAsItGoes();
  expect(arrivals.take(1_000, 3)).toEqual([1_000, 1_000, 1_000]);
  expect(arrivals.next).toBe(-Infinity);
});

test('every second: the first at once, then each at its own moment, however late it is asked for', () => {
  const arrivals = every(1);
  expect(arrivals.take(10_000, 9)).toEqual([10_000]);
  expect(arrivals.next).toBe(11_000);
  expect(arrivals.take(10_999, 9)).toEqual([]);
  expect(arrivals.take(13_500, 9)).toEqual([11_000, 12_000, 13_000]);
  expect(arrivals.take(15_500, 1)).toEqual([14_000]);
  expect(arrivals.take(15_500, 9)).toEqual([15_000]);
});

test('what was missed while nobody could write is not made up for', () => {
  const arrivals = every(1);
  arrivals.take(0, 9);
  expect(arrivals.take(3_600_000, 9)).toEqual([3_600_000]);
  expect(arrivals.next).toBe(3_601_000);
});

test('a Poisson process has the mean it was asked for, and exponential gaps', () => {
  const random = new Random('customers');
  const arrivals = poisson(50, () => random.next());
  const moments: number[] = [];
  // The moments are whole milliseconds: at 50 a second the steps of a millisecond do not show among 20,000 gaps.
  for (let now = 0; moments.length < 20_000; now += 100) moments.push(...arrivals.take(now, 1_000));
  const seconds = moments.at(-1)! / 1_000;
  expect(Math.abs(moments.length / seconds / 50 - 1)).toBeLessThan(0.02);
  const gaps = moments.slice(1).map((moment, place) => (moment - moments[place]!) / 1_000);
  // Kolmogorov-Smirnov at p = .01 is 1.63 / sqrt(n); half a millisecond of rounding shifts the distribution by 2.5 %.
  expect(distanceToExponential(gaps, 50)).toBeLessThan(1.63 / Math.sqrt(gaps.length) + 0.025);
});

function distanceToExponential(gaps: readonly number[], rate: number): number {
  const sorted = gaps.toSorted((one, other) => one - other);
  return Math.max(
    ...sorted.map((gap, place) => Math.abs(1 - Math.exp(-rate * gap) - (place + 0.5) / sorted.length)),
  );
}
