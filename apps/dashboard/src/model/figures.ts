import type { Summary } from '@thelook/feed';

export type Direction = 'up' | 'down' | 'none';

/** A figure, and what it was in the window before. */
export interface Figure {
  value: number;
  /** Undefined as long as the window before is not known. */
  before: number | undefined;
  /** Its course over the window, a number for each step; empty where there is none. */
  course: readonly number[];
}

export type FigureName = 'sales' | 'orders' | 'items' | 'margin' | 'averageOrder' | 'itemsPerOrder';
export type Figures = Record<FigureName, Figure>;

type Totals = Pick<Summary, 'orders' | 'items' | 'sales' | 'margin'>;
type Summed = Totals & Partial<Pick<Summary, 'before' | 'series'>>;

/** How each figure comes out of the totals. */
const values: Record<FigureName, (totals: Totals) => number> = {
  sales: ({ sales }) => sales,
  orders: ({ orders }) => orders,
  items: ({ items }) => items,
  margin: ({ margin }) => margin,
  averageOrder: ({ sales, orders }) => ratio(sales, orders),
  itemsPerOrder: ({ items, orders }) => ratio(items, orders),
};

/**
 * The page's figures, each with what it was in the window before.
 *
 * @example
 * figuresOf({ orders: 3, items: 4, sales: 90, margin: 40 }).averageOrder.value; // 30
 */
export function figuresOf(summary: Summed): Figures {
  const { before, series } = summary;
  const totalsBefore = before && { ...before, margin: cents(before.sales - before.cost) };
  const courses: Partial<Record<FigureName, readonly number[]>> = {
    sales: series?.sales_per_second ?? [],
    orders: series?.orders ?? [],
    items: series?.items ?? [],
    averageOrder:
      series?.orders.map((orders, step) =>
        ratio((series.sales_per_second[step] ?? 0) * series.step_seconds, orders),
      ) ?? [],
    itemsPerOrder: series?.orders.map((orders, step) => ratio(series.items[step] ?? 0, orders)) ?? [],
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, valueOf]) => [
      name,
      {
        value: valueOf(summary),
        before: totalsBefore ? valueOf(totalsBefore) : undefined,
        course: courses[name as FigureName] ?? [],
      },
    ]),
  ) as Figures;
}

/** How a figure has changed, as a share of what it was; undefined where that says nothing. */
export function changeOf({ value, before }: Pick<Figure, 'value' | 'before'>): number | undefined {
  return before === undefined || before === 0 ? undefined : (value - before) / Math.abs(before);
}

export function directionOf({ value, before = value }: Pick<Figure, 'value' | 'before'>): Direction {
  if (value === before) return 'none';
  return value > before ? 'up' : 'down';
}

function ratio(sum: number, count: number): number {
  return count === 0 ? 0 : sum / count;
}

/** Differences of binary fractions are not whole cents: 0.3 - 0.1 must be 0.2. */
function cents(dollars: number): number {
  return Math.round(dollars * 100) / 100;
}
