import type { FeedItem } from './feed-item.js';

/** What was sold under one key: a country, a traffic source, a category or a status. */
export interface SummaryGroup {
  key: string;
  /** Order items. */
  items: number;
  /** US dollars. */
  sales: number;
  /** US dollars. */
  cost: number;
}

/** Sales over the window, in steps that begin at multiples of the step's length. */
export interface SalesSeries {
  /** Begin of the first step, in milliseconds since 1970. */
  from: number;
  step_seconds: number;
  /**
   * US dollars a second, one for each step up to now. The first step has partly left the window and the last one is
   * not over yet; both are divided by their full length. Older and newer items count into the first and last step.
   */
  sales_per_second: number[];
}

/** An item of the list of the newest ones. */
export type RecentItem = Pick<
  FeedItem,
  'item_id' | 'created_at' | 'product_name' | 'category' | 'country' | 'sale_price' | 'item_status'
>;

/** A window of sales in figures. Money is summed exactly, and rounded to the cent at the end. */
export interface Summary {
  /** The database's clock, in milliseconds since 1970. */
  at: number;
  window_seconds: number;
  orders: number;
  /** Order items. */
  items: number;
  /** What buyers paid, US dollars. */
  sales: number;
  /** What the shop paid, US dollars. */
  cost: number;
  /** `sales` less `cost`, US dollars. */
  margin: number;
  /** Groups are ordered by sales, the largest first, then by key. */
  by_country: SummaryGroup[];
  by_traffic_source: SummaryGroup[];
  by_category: SummaryGroup[];
  by_status: SummaryGroup[];
  series: SalesSeries;
  /** The 20 newest items, the newest first. */
  newest: RecentItem[];
}
