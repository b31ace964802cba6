import type { Stock } from './summary.js';

/** `[key, items, sales, cost]` */
export type GroupRow = [key: string, items: number, sales: number, cost: number];

/** `[id, name, brand, items, sales]` */
export type ProductRow = [
  product_id: number,
  name: string | null,
  brand: string | null,
  items: number,
  sales: number,
];

/** `[key, orders]` */
export type OrdersRow = [key: string, orders: number];

/** `[items, sales]` */
export type CountRow = [items: number, sales: number];

/** An item of `newest`. Positions count from 0. */
export type RecentRow = [
  /** The 16 bytes of the UUID in base64url; any other id is written as it is, after a `=`. */
  id: string,
  /** Milliseconds from the item's creation to `at`. */
  age: number,
  product_name: string | null,
  /** Position in `by_category`. */
  category: number,
  /** Position in `by_country`. */
  country: number,
  sale_price: number,
  /** Position in `by_status`. */
  status: number,
  /** Where the buyer lives, in tenths of a degree; missing where that is not known. */
  latitude?: number,
  longitude?: number,
];

/** `[id, status, age, product name, country, sale price]`, with id and age as in {@link RecentRow}. */
export type ChangeRow = [
  id: string,
  status: string,
  age: number,
  product_name: string | null,
  country: string | null,
  sale_price: number,
];

/** `[source, visits, products, carts, purchases]` */
export type VisitsRow = [source: string, visits: number, products: number, carts: number, purchases: number];

/** Milliseconds from both ends of a stretch to `at`. */
export type SaleDaysRow = [from: number, to: number];

/** `[id, name, 1 for what is back in stock or 0, milliseconds from the change to at]` */
export type StockRow = [product_id: number, name: string | null, in_stock: 0 | 1, age: number];

/** {@link Stock} in rows. */
export type StockMessage = Omit<Stock, 'newest'> & { newest: StockRow[] };

/** The changes of status of a summary in rows. */
export interface StatusChangesMessage {
  since: number;
  shipped: CountRow;
  delivered: CountRow;
  returned: CountRow;
  cancelled: CountRow;
  newest: ChangeRow[];
}
