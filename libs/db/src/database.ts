import type { TableRows } from '@thelook/models';
import type { ColumnType } from 'kysely';
import type { tables, TableName } from './tables.js';

/** Money and moments may also be written as text: `'19.99'`, `'2026-01-31T12:00:00.000Z'`. */
type ColumnOf<Value, Type> = Type extends 'numeric' | 'timestamptz'
  ? ColumnType<Value, Value | string, Value | string>
  : Value;

type TableOf<Table extends TableName> = {
  [Column in keyof TableRows[Table]]: ColumnOf<
    TableRows[Table][Column],
    ((typeof tables)[Table]['columns'] & Record<Column, { type: string }>)[Column]['type']
  >;
};

export type UsersTable = TableOf<'users'>;
export type OrdersTable = TableOf<'orders'>;
export type OrderItemsTable = TableOf<'order_items'>;
export type InventoryItemsTable = TableOf<'inventory_items'>;
export type EventsTable = TableOf<'events'>;
export type ProductsTable = TableOf<'products'>;
export type DistCentersTable = TableOf<'dist_centers'>;

/**
 * theLook's tables for Kysely. `Selectable<UsersTable>` is a row as it is read, `Insertable<UsersTable>` one as it
 * may be written.
 *
 * @example
 * const db: Kysely<Database> = createDb(config);
 * const women = await db.selectFrom('users').selectAll().where('gender', '=', 'F').execute();
 */
export interface Database {
  users: UsersTable;
  orders: OrdersTable;
  order_items: OrderItemsTable;
  inventory_items: InventoryItemsTable;
  events: EventsTable;
  products: ProductsTable;
  dist_centers: DistCentersTable;
}
