/**
 * Shares out `seats` in proportion to the weights, each holder getting at least 1 and at most its limit: each
 * further seat goes to the holder with the highest weight for each seat it would then have.
 *
 * @param weights what each holder's part is proportional to, greater than 0
 * @param seats how many to share out, at least one a holder
 * @param limits the most each holder may have; without it there is no limit
 * @returns the seats of each holder, which add up to `seats`
 */
export const apportion = (
  weights: readonly number[],
  seats: number,
  limits?: readonly number[],
): number[] => {
  const shares = weights.map(() => 1);
  for (let given = weights.length; given < seats; given += 1) {
    let best = -1;
    let bestAverage = -1;
    for (let holder = 0; holder < weights.length; holder += 1) {
      const share = shares[holder]!;
      if (limits !== undefined && share >= limits[holder]!) continue;
      const average = weights[holder]! / (share + 1);
      if (average > bestAverage) {
        best = holder;
        bestAverage = average;
      }
    }
    if (best === -1) throw new RangeError(`seats is ${seats}; the limits leave room for ${given}`);
    shares[best]! += 1;
  }
  return shares;
};

/**
 * Whole numbers in proportion to the weights that add up to `total`: rounded down first, then the largest
 * fractions rounded up (of equal fractions the earlier one).
 */
export const roundToTotal = (weights: readonly number[], total: number): number[] => {
  const sum = weights.reduce((left, right) => left + right, 0);
  const exact = weights.map((weight) => (sum === 0 ? 0 : (weight * total) / sum));
  const rounded = exact.map(Math.floor);
  const missing = total - rounded.reduce((left, right) => left + right, 0);
  exact
    .map((value, index) => ({ fraction: value - rounded[index]!, index }))
    .sort((left, right) => right.fraction - left.fraction || left.index - right.index)
    .slice(0, missing)
    .forEach(({ index }) => {
      rounded[index]! += 1;
    });
  return rounded;
};
