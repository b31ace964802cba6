import type { SummaryGroup } from '@thelook/feed';

/** One bar. */
export interface Bar extends SummaryGroup {
  /** Of all sales in the window, 0 to 1; of what is kept out by the filter, undefined. */
  share: number | undefined;
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
 * Groups as bars: those of the window by sales, the most first, then `others`, which a filter keeps out and which can
 * be added to it. At most `limit` of them, the chosen ones always among them.
 *
 * @example
 * rank([{ key: 'Japan', sales: 30, items: 1, cost: 9 }, { key: 'Brasil', sales: 90, items: 2, cost: 40 }], [], 1);
 * // { bars: [{ key: 'Brasil', share: 0.75, length: 1, chosen: false, ... }], hidden: 1 }
 */
export function rank(
  groups: readonly SummaryGroup[],
  chosen: readonly string[],
  limit: number,
  others: readonly SummaryGroup[] = [],
): Ranking {
  const missing = chosen.filter((key) => !groups.some((group) => group.key === key));
  const all = [...groups, ...missing.map((key) => ({ key, sales: 0, items: 0, cost: 0 }))];
  all.sort(bySales);
  const total = all.reduce((sum, { sales }) => sum + sales, 0);
  // One that has just been chosen is still among the others until the answer is there.
  const kept = others
    .filter(({ key }) => !chosen.includes(key))
    .sort(bySales)
    .map((group) => ({ ...group, isOther: true }));
  const shown = [...all.map((group) => ({ ...group, isOther: false })), ...kept];
  const longest = Math.max(0, ...shown.map(({ sales }) => sales));
  const bars = shown.flatMap(({ isOther, ...group }, index): Bar[] => {
    const isChosen = chosen.includes(group.key);
    if (index >= limit && !isChosen) return [];
    const share = total > 0 ? group.sales / total : 0;
    const length = longest > 0 ? group.sales / longest : 0;
    return [{ ...group, share: isOther ? undefined : share, length, chosen: isChosen }];
  });
  return { bars, hidden: shown.length - bars.length };
}

function bySales(a: SummaryGroup, b: SummaryGroup): number {
  return b.sales - a.sales || (a.key < b.key ? -1 : 1);
}
