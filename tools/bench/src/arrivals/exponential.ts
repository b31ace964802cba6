/**
 * Kolmogorov's and Smirnov's test of spans against the exponential distribution.
 *
 * @param spans seconds
 * @param rate a second
 * @returns the likelihood of spans that are as far from it or further, when they are drawn from it
 * @example
 * chanceOfExponential([0.3, 0.01, 0.1, 0.05, 0.6], 5) > 0.5; // true
 */
export function chanceOfExponential(spans: readonly number[], rate: number): number {
  const sorted = spans.toSorted((one, other) => one - other);
  const count = sorted.length;
  let distance = 0;
  sorted.forEach((span, place) => {
    const expected = 1 - Math.exp(-rate * span);
    distance = Math.max(distance, expected - place / count, (place + 1) / count - expected);
  });
  return chanceOfDistance(distance * (Math.sqrt(count) + 0.12 + 0.11 / Math.sqrt(count)));
}

/** Kolmogorov's distribution, from above. */
function chanceOfDistance(scaled: number): number {
  if (scaled < 0.3) return 1;
  let chance = 0;
  for (let term = 1; term <= 100; term += 1) {
    chance += (term % 2 === 1 ? 2 : -2) * Math.exp(-2 * term * term * scaled * scaled);
  }
  return Math.min(1, Math.max(0, chance));
}
