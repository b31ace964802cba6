import type { SummaryGroup } from '@thelook/feed';

/** Shades besides that of nothing sold. */
const SHADES = 4;
const LIFT = 0.75;

/**
 * How dark each group is drawn, from 1 to 4: by its share of the best one's sales, with small ones lifted a
 * little so that they differ from each other.
 *
 * @example
 * shadesOf([{ key: 'China', sales: 90, items: 2, cost: 40 }]).get('China'); // 4
 */
export function shadesOf(groups: readonly SummaryGroup[]): Map<string, number> {
  const most = Math.max(0, ...groups.map(({ sales }) => sales));
  const shade = (sales: number) => (most > 0 ? Math.ceil((Math.max(sales, 0) / most) ** LIFT * SHADES) : 0);
  return new Map(groups.map(({ key, sales }) => [key, Math.max(1, shade(sales))]));
}
