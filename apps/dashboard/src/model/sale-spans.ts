import type { Summary } from '@thelook/feed';

/** A stretch of sale days within the window. */
export interface SaleSpan {
  /** Stays the same from one refresh to the next, as long as the stretch does not end. */
  key: string;
  /** Both ends, in milliseconds since 1970. */
  from: number;
  to: number;
  /** Both ends as shares of the window: 0 its begin, 1 now. */
  start: number;
  end: number;
  /** Whether it is a sale day now. */
  goesOn: boolean;
}

/**
 * The sale days of a window, as they lie in it; none where nobody knows.
 *
 * @example
 * saleSpans({ at: 60_000, window_seconds: 60, sale_days: [{ from: 30_000, to: 60_000 }] })[0].start; // 0.5
 */
export function saleSpans(
  summary: Pick<Summary, 'at' | 'window_seconds' | 'sale_days'> | undefined,
): SaleSpan[] {
  if (!summary?.sale_days) return [];
  const { at, window_seconds, sale_days } = summary;
  const share = (moment: number) => 1 - (at - moment) / (window_seconds * 1_000);
  return sale_days.map(({ from, to }) => {
    const goesOn = to >= at;
    const [start, end] = [Math.max(0, share(from)), Math.min(1, share(to))];
    return { key: goesOn ? 'now' : String(to), from, to, start, end, goesOn };
  });
}
