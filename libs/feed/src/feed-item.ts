import type { SalesRecord } from './sales-record.js';

/**
 * One order item as `thelook.v1` sends it: a record of the records feed, followed by what identifies the product.
 * Keys in the order of the wire.
 */
export interface FeedItem extends SalesRecord {
  department: string;
  product_id: number;
  product_name: string | null;
  product_brand: string | null;
}
