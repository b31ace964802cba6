/**
 * One order item as the feed sends it: the item, who bought it and what it is. Keys in the order of the wire.
 */
export interface SalesRecord {
  user_id: string;
  /** Whole years. */
  age: number;
  gender: string;
  country: string;
  /** How the buyer found the shop. */
  traffic_source: string;
  order_id: string;
  item_id: string;
  category: string;
  /** What the shop paid, US dollars. */
  cost: number;
  item_status: string;
  /** What the buyer paid, US dollars. */
  sale_price: number;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  created_at: number;
}
