import type { SalesSeries, WindowBefore } from '@thelook/feed';

/** A corner of the line: from this moment on, so many dollars were sold in a step, until the next corner. */
export type SalesPoint = readonly [at: number, dollars: number];

/**
 * The line of a window: what was sold in each step, from the window's first moment up to now. The first step has partly
 * left the window and the last one is still filling; both show what they have. All steps together are the total.
 *
 * @param at the database's clock at the refresh, milliseconds since 1970.
 * @example
 * salesLine({ from: 0, step_seconds: 60, sales_per_second: [.5, 2] }, 90_000, 60); // [[30_000, 30], [60_000, 120], [90_000, 120]]
 */
export function salesLine(
  { from, step_seconds, sales_per_second }: Pick<SalesSeries, 'from' | 'step_seconds' | 'sales_per_second'>,
  at: number,
  windowSeconds: number,
): SalesPoint[] {
  const stepMs = step_seconds * 1_000;
  const start = at - windowSeconds * 1_000;
  const corners = sales_per_second.map((dollars, index): SalesPoint => [
    Math.max(from + index * stepMs, start),
    Math.round(dollars * step_seconds * 100) / 100,
  ]);
  const last = corners.at(-1);
  return last ? [...corners, [at, last[1]]] : [];
}

/** The line of the window before, moved to where this window is. */
export function lineBefore(
  before: WindowBefore,
  { step_seconds }: Pick<SalesSeries, 'step_seconds'>,
  windowSeconds: number,
): SalesPoint[] {
  const stepMs = step_seconds * 1_000;
  const from = Math.floor((before.to - windowSeconds * 1_000) / stepMs) * stepMs;
  const { sales_per_second } = before;
  return salesLine({ from, step_seconds, sales_per_second }, before.to, windowSeconds).map(
    ([at, dollars]) => [at + windowSeconds * 1_000, dollars],
  );
}

/** The top of the axis: the next round number, of few, so that it stays put while the line moves below it. */
export function axisTop(points: readonly SalesPoint[]): number {
  const highest = Math.max(0, ...points.map(([, sales]) => sales));
  if (highest === 0) return 100;
  const power = 10 ** Math.floor(Math.log10(highest));
  return [1, 1.5, 2, 3, 4, 6, 8, 10].map((step) => step * power).find((top) => top >= highest) ?? highest;
}
