import type { FeedItem } from './feed-item.js';
import type { FilterName } from './filter.js';

/** What was sold under one key: a country, a traffic source, a category, a status and so on. */
export interface SummaryGroup {
  key: string;
  /** Order items. */
  items: number;
  /** US dollars. */
  sales: number;
  /** US dollars. */
  cost: number;
}

/** One of the best products. */
export interface TopProduct {
  product_id: number;
  product_name: string | null;
  product_brand: string | null;
  /** Order items. */
  items: number;
  /** US dollars. */
  sales: number;
}

/** Orders that have an item in a status. */
export interface StatusOrders {
  key: string;
  orders: number;
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
  /** Order items of each step. */
  items: number[];
  /** Orders of each step, by the second of the first of their items that was heard of. */
  orders: number[];
}

/** What had been sold in the window before this one, when it left: later changes are not in it. */
export interface WindowBefore {
  /** The moments between which it was sold, in milliseconds since 1970; up to 1 % shorter than a window. */
  from: number;
  to: number;
  orders: number;
  /** Order items. */
  items: number;
  /** US dollars. */
  sales: number;
  /** US dollars. */
  cost: number;
  /** US dollars a second to the cent, one for each step of {@link SalesSeries}, a window earlier. */
  sales_per_second: number[];
}

/** What became of order items of any age in one way. */
export interface StatusCount {
  /** Order items. */
  items: number;
  /** What their buyers paid, US dollars. */
  sales: number;
}

/** An order item that has just reached another status. */
export interface StatusChange {
  item_id: string;
  status: string;
  /** When, in milliseconds since 1970. */
  changed_at: number;
  product_name: string | null;
  /** Null where the buyer is not among those of the window. */
  country: string | null;
  sale_price: number;
}

/** What became of the whole shop's order items, whatever their age and whatever the feed is narrowed to. */
export interface StatusChanges {
  /** Counted from this moment on, in milliseconds since 1970: a window ago, or since the stream has been followed. */
  since: number;
  shipped: StatusCount;
  delivered: StatusCount;
  returned: StatusCount;
  cancelled: StatusCount;
  /** At most 6, the newest first. */
  newest: StatusChange[];
}

/** Visits from one source, and how many of them have come how far. */
export interface SourceVisits {
  /** Such as `Search`; empty for all sources that there are too many of. */
  source: string;
  visits: number;
  /** Those that have looked at a product. */
  products: number;
  /** Those that have put something into their cart. */
  carts: number;
  purchases: number;
}

/** Visits that began in the window, of the whole shop: pages know no country or category of a purchase. */
export interface Visits {
  /** Counted from this moment on, in milliseconds since 1970. */
  since: number;
  /** Null until the whole window has been followed. */
  by_source: SourceVisits[] | null;
}

/** A product of which the last piece has just been sold, or new ones have just come in. */
export interface StockChange {
  product_id: number;
  product_name: string | null;
  /** Whether it has come back. */
  in_stock: boolean;
  /** In milliseconds since 1970. */
  changed_at: number;
}

/** The shelves of the whole shop, whatever the feed is narrowed to. */
export interface Stock {
  /** The database's clock when the shelves were looked at, every ten seconds, in milliseconds since 1970. */
  at: number;
  /** Changes are told from this moment on, in milliseconds since 1970. */
  since: number;
  /** All products. */
  products: number;
  /** Those without an unsold piece. */
  out_of_stock: number;
  /** At most 5, the newest first. */
  newest: StockChange[];
}

/** A stretch of real time in which the shop has sale days, of shop time; moments in milliseconds since 1970. */
export interface SaleDays {
  from: number;
  /** That of the summary where it is still going on. */
  to: number;
}

/** An item of the list of the newest ones. */
export type RecentItem = Pick<
  FeedItem,
  'item_id' | 'created_at' | 'product_name' | 'category' | 'country' | 'sale_price' | 'item_status'
> & {
  /** Where the buyer lives, in degrees to a tenth; null where that is not known. */
  place: readonly [latitude: number, longitude: number] | null;
};

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
  by_department: SummaryGroup[];
  /** Of buyers: `under 20`, `20-29`, ... `60 and over`. */
  by_age: SummaryGroup[];
  /**
   * `new`: bought within a window's length of signing up; `returning`: all others. Empty where sign-ups are not known,
   * as in {@link summarize}.
   */
  by_customer: SummaryGroup[];
  /** The 6 brands with the most sales. */
  top_brands: SummaryGroup[];
  /** The 6 products with the most sales. */
  top_products: TopProduct[];
  /** Orders with an item in each status, of the five that the shop has; ordered as an order meets them. */
  orders_by_status: StatusOrders[];
  /**
   * For each filter in force, what passes all others and not this one: what a further value of it would add. Only a
   * feed knows.
   */
  others: { readonly [Name in FilterName]?: SummaryGroup[] };
  /** Null until the feed has been followed for a window longer than its first state. */
  before: WindowBefore | null;
  /** Null where the database's stream of changes is not followed. */
  status_changes: StatusChanges | null;
  /** Null where the stream of visits is not followed. */
  visits: Visits | null;
  /**
   * The parts of the window that lie on sale days, in the order of time. Null where the shop has none or nobody knows:
   * of the classic profile, tables of another program, a window of more than four years of shop time.
   */
  sale_days: SaleDays[] | null;
  /** Null until the shelves have been looked at, and where there are none: not a single piece. */
  stock: Stock | null;
  series: SalesSeries;
  /** The 20 newest items, the newest first. */
  newest: RecentItem[];
}
