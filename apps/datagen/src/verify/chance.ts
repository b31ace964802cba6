/**
 * How far chance may carry a share or a mean. By Bernstein's inequality, which holds for any number of rows, a true
 * figure is outside at most 2 e^-CERTAINTY of the time: once in 130,000. A run looks at about a hundred figures.
 */
const CERTAINTY = 12.5;

/**
 * The allowed distance between the mean of `count` independent values and the mean that they are drawn with.
 *
 * @param variance of a single value
 * @param reach the farthest that a single value can be from the mean
 * @example
 * allowedDistance({ count: 10_000, variance: 0.25, reach: 0.5 }); // 0.0252: a share of one half
 */
export function allowedDistance({ count, variance, reach }: Chance & { count: number }): number {
  const skew = (CERTAINTY * reach) / (3 * count);
  return skew + Math.sqrt(skew ** 2 + (2 * variance * CERTAINTY) / count);
}

/** How far single values are from their mean: on average, squared, and at most. */
export interface Chance {
  readonly variance: number;
  readonly reach: number;
}

/** What a mean should be, or the range in which it should be. */
export type Target = number | readonly [from: number, to: number];

/**
 * How far the mean of `count` values may be from its target: from the middle of a range, as far as the range goes and
 * chance then carries it.
 *
 * @param chance by default that of a share, whose single values are 0 and 1
 * @example
 * distanceFrom([0.2, 0.3], 1_000_000); // { expected: 0.25, allowed: 0.0523 }
 */
export function distanceFrom(
  target: Target,
  count: number,
  chance?: Chance,
): Pick<Share, 'expected' | 'allowed'> {
  const [from, to] = typeof target === 'number' ? [target, target] : target;
  const carried = (mean: number): number => allowedDistance({ count, ...(chance ?? chanceOfShare(mean)) });
  return { expected: (from + to) / 2, allowed: (to - from) / 2 + Math.max(carried(from), carried(to)) };
}

function chanceOfShare(share: number): Chance {
  return { variance: share * (1 - share), reach: Math.max(share, 1 - share) };
}

/** A value's share of the rows, with what it should be. */
export interface Share {
  value: string;
  expected: number;
  observed: number;
  /** Allowed distance between the two. */
  allowed: number;
}

/** The values of a weighted draw, as they came up. Weights need not add up to 1. */
export function sharesOf(
  counts: readonly { value: string; observed: number; weight: number }[],
  slack = 0,
): { count: number; shares: Share[] } {
  const count = counts.reduce((sum, { observed }) => sum + observed, 0);
  const total = counts.reduce((sum, { weight }) => sum + weight, 0);
  const shares = counts.map(({ value, observed, weight }) => {
    const expected = weight / total;
    const chance = allowedDistance({ count, ...chanceOfShare(expected) });
    // What cannot come up must not come up even once.
    return { value, expected, observed: observed / count, allowed: expected === 0 ? 0 : chance + slack };
  });
  return { count, shares };
}

/** Whether a figure is farther off than allowed. */
export function isOff({ expected, observed, allowed }: Omit<Share, 'value'>): boolean {
  return Math.abs(observed - expected) > allowed;
}

/** The share that speaks most against the weights. */
export function mostSuspicious(shares: readonly Share[]): Share | undefined {
  const suspicion = ({ expected, observed, allowed }: Share): number => {
    const distance = Math.abs(observed - expected);
    return distance === 0 ? 0 : distance / allowed;
  };
  return [...shares].sort((one, other) => suspicion(other) - suspicion(one))[0];
}
