/** What the window shows of an order item, as the stream of changes brings it. */
export interface SoldItem {
  id: string;
  order_id: string;
  user_id: string;
  product_id: number;
  status: string;
  /** Microseconds since 1970, as exact as the database has it. */
  created_at: number;
  sale_price: number;
}

/** What the window shows of a user. */
export interface Buyer {
  id: string;
  age: number;
  gender: string;
  country: string;
  traffic_source: string;
  /** Degrees. */
  latitude: number;
  longitude: number;
  /** When the user signed up, in microseconds since 1970. */
  created_at: number;
}

/** What the window shows of a product. */
export interface SoldProduct {
  id: number;
  cost: number;
  category: string;
  name: string | null;
  brand: string | null;
  department: string;
}

/** The tables that a window of sales is made of, and what it shows of their rows. */
export interface SalesRows {
  order_items: SoldItem;
  users: Buyer;
  products: SoldProduct;
}

export type SalesTable = keyof SalesRows;

/** The columns of each table that a window shows, and how their text becomes a value. */
export const salesColumns: {
  readonly [Table in SalesTable]: {
    readonly [Column in keyof SalesRows[Table]]: (text: string) => SalesRows[Table][Column];
  };
} = {
  order_items: {
    id: String,
    order_id: String,
    user_id: String,
    product_id: Number,
    status: String,
    created_at: microseconds,
    sale_price: Number,
  },
  users: {
    id: String,
    age: Number,
    gender: String,
    country: String,
    traffic_source: String,
    latitude: Number,
    longitude: Number,
    created_at: microseconds,
  },
  products: { id: Number, cost: Number, category: String, name: String, brand: String, department: String },
};

/** The column of an order item that has the moment at which it reached a status, as text. */
export const statusMoments: Readonly<Record<string, string>> = {
  Shipped: 'shipped_at',
  Complete: 'delivered_at',
  Returned: 'returned_at',
  Cancelled: 'cancelled_at',
};

export const salesTables = Object.keys(salesColumns) as SalesTable[];

const timestamp = /^(\d+)-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?\+00( BC)?$/;

/**
 * A `timestamptz` in PostgreSQL's ISO style at UTC, in microseconds since 1970. `infinity`, and what is beyond
 * JavaScript's calendar, is infinite.
 *
 * @example
 * microseconds('2026-01-31 12:34:56.789012+00'); // 1769862896789012
 */
export function microseconds(text: string): number {
  const [matched, year, month, day, hours, minutes, seconds, fraction = '', bc] = timestamp.exec(text) ?? [];
  if (matched === undefined) return text.startsWith('-') ? -Infinity : Infinity;
  const date = new Date(0);
  date.setUTCFullYear(bc ? 1 - Number(year) : Number(year), Number(month) - 1, Number(day));
  date.setUTCHours(Number(hours), Number(minutes), Number(seconds));
  const moment = date.getTime() * 1_000 + Number(fraction.padEnd(6, '0'));
  return Number.isNaN(moment) ? Infinity : moment;
}
