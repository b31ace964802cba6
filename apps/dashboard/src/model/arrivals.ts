import type { RecentItem } from '@thelook/feed';

/** How long a new item is shown on the map, and how many of them. */
const SHOWN_MS = 20_000;
const MOST = 60;

/**
 * The items that are new on the page: those of the last 20 seconds, at most 60, the newest first.
 *
 * @param shown those of the refresh before.
 * @param at the database's clock, milliseconds since 1970.
 */
export function arrivalsOf(
  shown: readonly RecentItem[],
  newest: readonly RecentItem[],
  at: number,
): readonly RecentItem[] {
  const known = new Set(newest.map(({ item_id }) => item_id));
  const all = [...newest, ...shown.filter(({ item_id }) => !known.has(item_id))];
  return all.filter(({ created_at }) => created_at > at - SHOWN_MS).slice(0, MOST);
}
