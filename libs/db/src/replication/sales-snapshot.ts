import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Database } from '../database.js';
import { feedTables } from './feed-tables.js';
import type { Buyer, SoldItem, SoldProduct } from './sales-rows.js';

/** The state of the sales at one moment: a start for the changes that follow it. */
export interface SalesSnapshot {
  /** Every order item created since this moment is in it, in microseconds since 1970. */
  since: number;
  items: SoldItem[];
  /** Of those items. */
  users: Buyer[];
  /** All, or as many as asked for. */
  products: SoldProduct[];
  /** What the tables were; see {@link emitMarker}. */
  tables: string;
}

export interface SalesSnapshotOptions {
  /** A snapshot that another connection has exported. */
  snapshot: string;
  /** The publication that the changes come from. */
  publication: string;
  /** Seconds before the database's clock. */
  lookbackSeconds: number;
  /** The database's clock as an SQL expression. */
  clock: RawBuilder<Date>;
  /** At most so many items, and products. One more is read where there are more. */
  maxItems: number;
  maxProducts: number;
}

/** Ids in one statement. */
const KEYS_AT_ONCE = 10_000;

/**
 * Reads the latest sales as they are in an exported snapshot.
 *
 * @throws the server's error.
 */
export async function readSalesSnapshot(
  db: Kysely<Database>,
  options: SalesSnapshotOptions,
): Promise<SalesSnapshot> {
  const { snapshot, publication, lookbackSeconds, clock, maxItems, maxProducts } = options;
  const start = sql<Date>`${clock} - make_interval(secs => ${lookbackSeconds})`;
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (transaction) => {
      await sql`set transaction snapshot ${sql.lit(snapshot)}`.execute(transaction);
      const { since, tables } = await transaction
        .selectNoFrom([microsecondsOf(start).as('since'), feedTables(transaction, publication).as('tables')])
        .executeTakeFirstOrThrow();
      const items = await transaction
        .selectFrom('order_items')
        .select(({ ref, cast }) => [
          'id',
          'order_id',
          'user_id',
          'product_id',
          'status',
          microsecondsOf(ref('created_at')).as('created_at'),
          cast<number>('sale_price', 'double precision').as('sale_price'),
        ])
        .where('created_at', '>=', start)
        .limit(maxItems + 1)
        .execute();
      const users = await readBuyers(transaction, [...new Set(items.map(({ user_id }) => user_id))]);
      const products = await selectProducts(transaction)
        .limit(maxProducts + 1)
        .execute();
      return { since, items, users, products, tables };
    });
}

/** The users with these ids, as far as there are any. */
export async function readBuyers(db: Kysely<Database>, ids: readonly string[]): Promise<Buyer[]> {
  const users: Buyer[] = [];
  for (let from = 0; from < ids.length; from += KEYS_AT_ONCE) {
    const some = ids.slice(from, from + KEYS_AT_ONCE);
    const rows = await db
      .selectFrom('users')
      .select(['id', 'age', 'gender', 'country', 'traffic_source'])
      .where(sql<boolean>`id = any(${some}::uuid[])`)
      .execute();
    users.push(...rows);
  }
  return users;
}

/** The products with these ids, as far as there are any. */
export async function readSoldProducts(db: Kysely<Database>, ids: readonly number[]): Promise<SoldProduct[]> {
  const products: SoldProduct[] = [];
  for (let from = 0; from < ids.length; from += KEYS_AT_ONCE) {
    const some = ids.slice(from, from + KEYS_AT_ONCE);
    products.push(
      ...(await selectProducts(db)
        .where(sql<boolean>`id = any(${some}::integer[])`)
        .execute()),
    );
  }
  return products;
}

function selectProducts(db: Kysely<Database>) {
  return db
    .selectFrom('products')
    .select(({ cast }) => [
      'id',
      cast<number>('cost', 'double precision').as('cost'),
      'category',
      'name',
      'brand',
      'department',
    ]);
}

function microsecondsOf(moment: unknown): RawBuilder<number> {
  return sql<number>`(extract(epoch from ${moment}) * 1000000)::float8`;
}
