import type { OrderStatus, UserRow } from '@thelook/models';
import { sql, type Kysely, type RawBuilder, type SelectQueryBuilder } from 'kysely';
import type { Database } from './database.js';
import { ArgumentError } from './errors.js';

/** One sale, as it goes over the wire. */
export interface WindowRow {
  user_id: string;
  age: number;
  gender: UserRow['gender'];
  country: string;
  traffic_source: string;
  order_id: string;
  item_id: string;
  category: string;
  /** US dollars. */
  cost: number;
  item_status: OrderStatus;
  /** US dollars. */
  sale_price: number;
  /** Milliseconds since 1970. */
  created_at: number;
}

/**
 * Every order item created in the last `minutes`, by the server's clock, with its user and product. Keys come in the
 * order of {@link WindowRow}, and numbers are numbers whatever parsers the pool has, so that a row is a record of the
 * wire as it is. In no order of its own.
 *
 * Its cost depends on the rows in the window, not on those in the tables: an index leads to the newest items, and
 * primary keys from there.
 *
 * @param clock another clock than the server's, as an SQL expression.
 * @throws {ArgumentError} unless `minutes` is a positive number; fractions are fine.
 * @example
 * const sales = await windowQuery(db, 5).execute();
 */
export function windowQuery(
  db: Kysely<Database>,
  minutes: number,
  clock: RawBuilder<Date> = sql<Date>`now()`,
): SelectQueryBuilder<Database, 'order_items' | 'users' | 'products', WindowRow> {
  if (!Number.isFinite(minutes) || minutes <= 0) {
    throw new ArgumentError('minutes', minutes, 'a positive number');
  }
  return db
    .selectFrom('order_items')
    .innerJoin('users', 'users.id', 'order_items.user_id')
    .innerJoin('products', 'products.id', 'order_items.product_id')
    .select(({ cast, ref }) => [
      'users.id as user_id',
      'users.age',
      'users.gender',
      'users.country',
      'users.traffic_source',
      'order_items.order_id',
      'order_items.id as item_id',
      'products.category',
      cast<number>('products.cost', 'double precision').as('cost'),
      'order_items.status as item_status',
      cast<number>('order_items.sale_price', 'double precision').as('sale_price'),
      sql<number>`floor(extract(epoch from ${ref('order_items.created_at')}) * 1000)::float8`.as(
        'created_at',
      ),
    ])
    .where('order_items.created_at', '>=', sql<Date>`${clock} - make_interval(secs => ${minutes * 60})`);
}
