/**
 * Counts of equal steps as the path of a skyline in a box of `width` by `height`: it begins at the left, and its highest
 * step reaches the top.
 *
 * @example
 * sparkline([0, 2, 1], 3, 10); // 'M0 10H1V0H2V5H3'
 */
export function sparkline(counts: readonly number[], width: number, height: number): string {
  const highest = Math.max(...counts);
  if (counts.length === 0 || !(highest > 0)) return `M0 ${height}H${width}`;
  const y = (count: number) => round(height - (Math.max(count, 0) / highest) * height);
  const [first = 0, ...rest] = counts;
  const step = width / counts.length;
  const corners = rest.map((count, index) => `H${round((index + 1) * step)}V${y(count)}`);
  return `M0 ${y(first)}${corners.join('')}H${width}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
