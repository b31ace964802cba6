import type { TableRows } from '@thelook/models';
import type { RowWriter } from './row-writer.js';
import type { TableName } from './tables.js';

/**
 * The fields of each table's rows, in the order of its columns. Spelt out rather than looped over: to read a property
 * by a name that is not known beforehand takes as long as to write what is in it.
 */
export const rowWriters: { [Table in TableName]: (to: RowWriter, row: TableRows[Table]) => void } = {
  users: (to, row) => {
    to.key(row.id);
    to.text(row.first_name);
    to.text(row.last_name);
    to.text(row.email);
    to.smallint(row.age);
    to.text(row.gender);
    to.text(row.state);
    to.text(row.street_address);
    to.text(row.postal_code);
    to.text(row.city);
    to.text(row.country);
    to.double(row.latitude);
    to.double(row.longitude);
    to.text(row.traffic_source);
    to.timestamp(row.created_at);
    to.timestamp(row.updated_at);
  },
  orders: (to, row) => {
    to.key(row.order_id);
    to.uuid(row.user_id);
    to.text(row.status);
    to.text(row.gender);
    to.timestamp(row.created_at);
    to.timestamp(row.returned_at);
    to.timestamp(row.shipped_at);
    to.timestamp(row.delivered_at);
    to.smallint(row.num_of_item);
    to.timestamp(row.cancelled_at);
    to.timestamp(row.updated_at);
  },
  order_items: (to, row) => {
    to.key(row.id);
    to.uuid(row.order_id);
    to.uuid(row.user_id);
    to.integer(row.product_id);
    to.uuid(row.inventory_item_id);
    to.text(row.status);
    to.timestamp(row.created_at);
    to.timestamp(row.shipped_at);
    to.timestamp(row.delivered_at);
    to.timestamp(row.returned_at);
    to.numeric(row.sale_price);
    to.timestamp(row.cancelled_at);
    to.timestamp(row.updated_at);
  },
  inventory_items: (to, row) => {
    to.key(row.id);
    to.integer(row.product_id);
    to.timestamp(row.created_at);
    to.timestamp(row.sold_at);
    to.numeric(row.cost);
    to.text(row.product_category);
    to.text(row.product_name);
    to.text(row.product_brand);
    to.numeric(row.product_retail_price);
    to.text(row.product_department);
    to.text(row.product_sku);
    to.integer(row.product_distribution_center_id);
  },
  events: (to, row) => {
    to.key(row.id);
    to.uuid(row.user_id);
    to.integer(row.sequence_number);
    to.uuid(row.session_id);
    to.timestamp(row.created_at);
    to.text(row.ip_address);
    to.text(row.city);
    to.text(row.state);
    to.text(row.postal_code);
    to.text(row.browser);
    to.text(row.traffic_source);
    to.text(row.uri);
    to.text(row.event_type);
  },
  products: (to, row) => {
    to.integer(row.id);
    to.numeric(row.cost);
    to.text(row.category);
    to.text(row.name);
    to.text(row.brand);
    to.numeric(row.retail_price);
    to.text(row.department);
    to.text(row.sku);
    to.integer(row.distribution_center_id);
  },
  dist_centers: (to, row) => {
    to.integer(row.id);
    to.text(row.name);
    to.double(row.latitude);
    to.double(row.longitude);
  },
};
