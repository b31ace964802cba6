import type { SummaryGroup } from '@thelook/feed';

/** The statuses in the order in which an order meets them, and the two ways in which it goes wrong. */
export const statuses = ['Processing', 'Shipped', 'Complete', 'Returned', 'Cancelled'] as const;
export type Status = (typeof statuses)[number];

export interface StatusPart {
  status: Status;
  items: number;
  /** Of all items, 0 to 1. */
  share: number;
  chosen: boolean;
}

/** All five statuses, always in the same order, whether or not the window has any of them. */
export function statusMix(groups: readonly SummaryGroup[], chosen: readonly string[]): StatusPart[] {
  const total = groups.reduce((sum, { items }) => sum + items, 0);
  return statuses.map((status) => {
    const items = groups.find(({ key }) => key === status)?.items ?? 0;
    return { status, items, share: total > 0 ? items / total : 0, chosen: chosen.includes(status) };
  });
}
