import type { SummaryGroup } from '@thelook/feed';

/** One bar. */
export interface Bar extends SummaryGroup {
  /** Of all sales in the window, 0 to 1. */
  share: number;
  /** Of the longest bar, 0 to 1. */
  length: number;
  /** Whether the page is filtered by it. */
  chosen: boolean;
}

export interface Ranking {
  bars: Bar[];
  /** How many more there are than `bars` shows. */
  hidden: number;
}

/**
 * Groups as bars, the most sales first and names in order among equals; at most `limit` of them, the chosen ones
 * always among them.
 *
 * @example
 * rank([{ key: 'Japan', sales: 30, items: 1, cost: 9 }, { key: 'Brasil', sales: 90, items: 2, cost: 40 }], [], 1);
 * // { bars: [{ key: 'Brasil', share: 0.75, length: 1, chosen: false, ... }], hidden: 1 }
 */
export function rank(groups: readonly SummaryGroup[], chosen: readonly string[], limit: number): Ranking {
  const missing = chosen.filter((key) => !groups.some((group) => group.key === key));
  const all = [...groups, ...missing.map((key) => ({ key, sales: 0, items: 0, cost: 0 }))];
  all.sort((a, b) => b.sales - a.sales || (a.key < b.key ? -1 : 1));
  const total = all.reduce((sum, { sales }) => sum + sales, 0);
  const longest = Math.max(0, ...all.map(({ sales }) => sales));
  const shown = all.filter(({ key }, index) => index < limit || chosen.includes(key));
  return {
    bars: shown.map((group) => ({
      ...group,
      share: total > 0 ? group.sales / total : 0,
      length: longest > 0 ? group.sales / longest : 0,
      chosen: chosen.includes(group.key),
    })),
    hidden: all.length - shown.length,
  };
}
