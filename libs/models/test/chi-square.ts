/** Counts how often each value came up. */
export class Tally<Value> {
  readonly counts = new Map<Value, number>();
  total = 0;

  add(value: Value): void {
    this.counts.set(value, (this.counts.get(value) ?? 0) + 1);
    this.total += 1;
  }
}

/** One-sided: a true distribution fails once in twenty thousand samples, and the sample is fixed by its seed. */
const standardDeviations = 3.9;
/** Of fewer expected the statistic is not to be trusted: rare values are counted together with the next ones. */
const fewestExpected = 5;

/**
 * Tells what speaks against the tally's being a sample of the weighted values, or null when nothing does
 * (Pearson's chi-square test, its limit by Wilson and Hilferty).
 */
export function evidenceAgainst<Value>(
  tally: Tally<Value>,
  weights: Iterable<readonly [Value, number]>,
): string | null {
  const expected = new Map(weights);
  const totalWeight = [...expected.values()].reduce((sum, weight) => sum + weight, 0);
  for (const value of tally.counts.keys()) {
    if (!expected.get(value)) return `${String(value)} came up, which cannot be`;
  }

  let statistic = 0;
  let cells = 0;
  const cell = { seen: 0, awaited: 0 };
  for (const [value, weight] of expected) {
    cell.seen += tally.counts.get(value) ?? 0;
    cell.awaited += (weight / totalWeight) * tally.total;
    if (cell.awaited < fewestExpected) continue;
    statistic += (cell.seen - cell.awaited) ** 2 / cell.awaited;
    cells += 1;
    cell.seen = 0;
    cell.awaited = 0;
  }
  if (cells < 2) return null;

  const freedom = cells - 1;
  const spread = 2 / (9 * freedom);
  const limit = freedom * (1 - spread + standardDeviations * Math.sqrt(spread)) ** 3;
  if (statistic <= limit) return null;
  const shares = [...expected.keys()]
    .slice(0, 12)
    .map((value) => `${String(value)} ${((tally.counts.get(value) ?? 0) / tally.total).toFixed(4)}`);
  return `chi-square ${statistic.toFixed(1)} is above ${limit.toFixed(1)}; shares of ${tally.total}: ${shares.join(', ')}`;
}

/** Values 0 to `count - 1`, all weighing the same. */
export function even(count: number): [number, number][] {
  return Array.from({ length: count }, (_, value) => [value, 1]);
}
