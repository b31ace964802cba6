import type { TableRows } from '@thelook/models';
import type { Insertable, Selectable } from 'kysely';
import type { Database } from '../src/index.js';
import { columnNames, tableNames } from '../src/tables.js';

/** As in the design: clients of change data capture and of CSV exports rely on the order. */
const design: Record<string, string> = {
  users:
    'id, first_name, last_name, email, age, gender, state, street_address, postal_code, city, country, latitude, longitude, traffic_source, created_at, updated_at',
  orders:
    'order_id, user_id, status, gender, created_at, returned_at, shipped_at, delivered_at, num_of_item, cancelled_at, updated_at',
  order_items:
    'id, order_id, user_id, product_id, inventory_item_id, status, created_at, shipped_at, delivered_at, returned_at, sale_price, cancelled_at, updated_at',
  inventory_items:
    'id, product_id, created_at, sold_at, cost, product_category, product_name, product_brand, product_retail_price, product_department, product_sku, product_distribution_center_id',
  events:
    'id, user_id, sequence_number, session_id, created_at, ip_address, city, state, postal_code, browser, traffic_source, uri, event_type',
  products: 'id, cost, category, name, brand, retail_price, department, sku, distribution_center_id',
  dist_centers: 'id, name, latitude, longitude',
};

test('has the tables of the design and no other', () => {
  expect([...tableNames].sort()).toEqual(Object.keys(design).sort());
});

test.each(tableNames)('%s has the columns of the design in their order', (table) => {
  expect(columnNames(table).join(', ')).toBe(design[table]);
});

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

test('is read and written with the row types of the models', () => {
  const reads: { [Table in keyof Database]: Same<Selectable<Database[Table]>, TableRows[Table]> } = {
    users: true,
    orders: true,
    order_items: true,
    inventory_items: true,
    events: true,
    products: true,
    dist_centers: true,
  };
  const writes: {
    [Table in keyof Database]: TableRows[Table] extends Insertable<Database[Table]> ? true : false;
  } = reads;
  const money: Insertable<Database['order_items']>['sale_price'] = '19.99';
  const moment: Insertable<Database['users']>['created_at'] = '2026-01-31T12:00:00Z';
  expect([reads, writes, money, moment]).toHaveLength(4);
});
