import type { SalesSeries } from '@thelook/feed';

/** A point of the line: the middle of a step and the sales of a minute at that pace, US dollars. */
export type SalesPoint = readonly [at: number, salesPerMinute: number];

/**
 * The line of a window. The step that is still filling and the one that is half out of the window are left away:
 * they would draw a fall at each end that never happened.
 *
 * @param at the database's clock at the refresh, milliseconds since 1970.
 * @example
 * salesLine({ from: 0, step_seconds: 60, sales_per_second: [5, 7, 1] }, 130_000, 120); // [[90_000, 420]]
 */
export function salesLine(series: SalesSeries, at: number, windowSeconds: number): SalesPoint[] {
  const stepMs = series.step_seconds * 1_000;
  const windowStart = at - windowSeconds * 1_000;
  return series.sales_per_second.flatMap((dollars, index): SalesPoint[] => {
    const start = series.from + index * stepMs;
    const isWhole = start >= windowStart && start + stepMs <= at;
    return isWhole ? [[start + stepMs / 2, dollars * 60]] : [];
  });
}

/** The top of the axis: the next round number, of few, so that it stays put while the line moves below it. */
export function axisTop(points: readonly SalesPoint[]): number {
  const highest = Math.max(0, ...points.map(([, sales]) => sales));
  if (highest === 0) return 100;
  const power = 10 ** Math.floor(Math.log10(highest));
  return [1, 1.5, 2, 3, 4, 6, 8, 10].map((step) => step * power).find((top) => top >= highest) ?? highest;
}
