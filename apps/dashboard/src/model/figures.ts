import type { Summary } from '@thelook/feed';

/** The totals of a summary. */
export type Totals = Pick<Summary, 'orders' | 'items' | 'sales' | 'margin'>;

export type Direction = 'up' | 'down' | 'none';

/** A figure and what became of it since the last refresh. */
export interface Figure {
  value: number;
  /** Undefined when there is no refresh before this one to compare with. */
  change: number | undefined;
}

export type Figures = Record<'orders' | 'items' | 'sales' | 'margin' | 'salesPerMinute', Figure>;

/**
 * The page's figures. `before` is the refresh just before this one, of the same view and connection: after a gap
 * there is none, because a change over an unknown time is not a change since the last refresh.
 *
 * @example
 * figuresOf({ orders: 3, items: 4, sales: 90.5, margin: 40 }, undefined, 5).salesPerMinute.value; // 18.1
 */
export function figuresOf(now: Totals, before: Totals | undefined, windowMinutes: number): Figures {
  const figure = (pick: (totals: Totals) => number, digits: number): Figure => ({
    value: pick(now),
    change: before && rounded(pick(now) - pick(before), digits),
  });
  return {
    orders: figure(({ orders }) => orders, 0),
    items: figure(({ items }) => items, 0),
    sales: figure(({ sales }) => sales, 2),
    margin: figure(({ margin }) => margin, 2),
    salesPerMinute: figure(({ sales }) => sales / windowMinutes, 2),
  };
}

export function directionOf({ change }: Figure): Direction {
  if (!change) return 'none';
  return change > 0 ? 'up' : 'down';
}

/** Differences of binary fractions are not whole cents: 0.3 - 0.1 must be 0.2. */
function rounded(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}
