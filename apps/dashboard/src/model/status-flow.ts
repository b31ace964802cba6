import { shopStatuses, type StatusChanges, type StatusOrders, type SummaryGroup } from '@thelook/feed';

/** The statuses in the order in which an order meets them, and the two ways in which it goes wrong. */
export const statuses = shopStatuses;
export type Status = (typeof statuses)[number];

/** A station of an order's way. */
export interface Station {
  status: Status;
  /** Orders of the window with an item here. */
  orders: number;
  /** Their items. */
  items: number;
  /** Of all items, 0 to 1. */
  share: number;
  chosen: boolean;
  /** What has come here lately, of the whole shop; undefined at the beginning, and where nobody has counted. */
  came: { items: number; sales: number } | undefined;
}

/** What brings an item to each status. */
const arrivals = {
  Processing: undefined,
  Shipped: 'shipped',
  Complete: 'delivered',
  Returned: 'returned',
  Cancelled: 'cancelled',
} as const;

/** All five statuses, always in the same order, whether or not the window has any of them. */
export function statusFlow(
  groups: readonly SummaryGroup[],
  orders: readonly StatusOrders[],
  changes: StatusChanges | null | undefined,
  chosen: readonly string[],
): Station[] {
  const total = groups.reduce((sum, { items }) => sum + items, 0);
  return statuses.map((status) => {
    const items = groups.find(({ key }) => key === status)?.items ?? 0;
    const arrival = arrivals[status];
    return {
      status,
      orders: orders.find(({ key }) => key === status)?.orders ?? 0,
      items,
      share: total > 0 ? items / total : 0,
      chosen: chosen.includes(status),
      came: arrival && changes ? changes[arrival] : undefined,
    };
  });
}
