import { sql, type Kysely, type RawBuilder, type SelectQueryBuilder, type Transaction } from 'kysely';
import type { Database } from '../database.js';
import { feedTables } from './feed-tables.js';
import type { Buyer, SoldItem, SoldProduct } from './sales-rows.js';

/** An order item with what there is of its buyer and its product; without a buyer, `buyer_id` is null. */
export type SaleRow = SoldItem & {
  [Column in Exclude<keyof Buyer, 'id' | 'created_at'>]: Buyer[Column] | null;
} & {
  [Column in Exclude<keyof SoldProduct, 'id'>]: SoldProduct[Column] | null;
} & { buyer_id: string | null; signed_up_at: number | null; sold_id: number | null };

/** What the rows that follow are. */
export interface SalesReadingStart {
  /** The database's clock, in microseconds since 1970. */
  now: number;
  /** Every order item created since this moment follows, in microseconds since 1970. */
  since: number;
  /** What the tables are, if they are read at a snapshot; see {@link emitMarker}. */
  tables: string | undefined;
}

/** Takes what is read, a few hundred rows at a time. */
export interface SalesReader {
  begin(start: SalesReadingStart): void;
  items(rows: readonly SaleRow[]): void;
  /** All products, or one more than asked for; only where they are asked for. */
  products(rows: readonly SoldProduct[]): void;
}

export interface SalesReadingOptions {
  /** Seconds before the database's clock. */
  lookbackSeconds: number;
  /** The database's clock as an SQL expression. */
  clock: RawBuilder<Date>;
  /** A snapshot that another connection has exported, and the publication whose changes follow it. */
  from?: { snapshot: string; publication: string; maxProducts: number } | undefined;
  /** Ends the reading. */
  signal?: AbortSignal | undefined;
}

/** Rows that come at a time: some milliseconds of work in one turn of the event loop, to read them and to take them over. */
const ROWS_AT_ONCE = 500;

/** PostgreSQL's code for a table that does not exist. */
const UNDEFINED_TABLE = '42P01';

/**
 * Reads the latest sales as they are at one moment, by cursor. Without tables, because the generator has never run,
 * there are none.
 *
 * @throws the server's error, and what the reader throws.
 */
export async function readSales(
  db: Kysely<Database>,
  options: SalesReadingOptions,
  reader: SalesReader,
): Promise<void> {
  const { lookbackSeconds, clock, from, signal } = options;
  const start = sql<Date>`${clock} - make_interval(secs => ${sql.lit(lookbackSeconds)})`;
  try {
    await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (transaction) => {
        if (from) await sql`set transaction snapshot ${sql.lit(from.snapshot)}`.execute(transaction);
        const tables = from ? feedTables(transaction, from.publication) : sql<string>`null`;
        const begin = await transaction
          .selectNoFrom([
            microsecondsOf(clock).as('now'),
            microsecondsOf(start).as('since'),
            tables.as('tables'),
          ])
          .executeTakeFirstOrThrow();
        reader.begin({ ...begin, tables: begin.tables ?? undefined });
        const sales = selectSales(transaction, from !== undefined).where(
          'order_items.created_at',
          '>=',
          start,
        );
        await fetch<SaleRow>(transaction, sales, signal, (rows) => reader.items(rows));
        if (!from) return;
        const products = selectProducts(transaction).limit(sql.lit(from.maxProducts + 1));
        await fetch<SoldProduct>(transaction, products, signal, (rows) => reader.products(rows));
      });
  } catch (error) {
    if (from || !(error instanceof Error && 'code' in error && error.code === UNDEFINED_TABLE)) throw error;
    const { now, since } = await db
      .selectNoFrom([microsecondsOf(clock).as('now'), microsecondsOf(start).as('since')])
      .executeTakeFirstOrThrow();
    reader.begin({ now, since, tables: undefined });
  }
}

/** How many order items were created in the last seconds, as far as there are not more than `most`. */
export async function countSales(
  db: Kysely<Database>,
  lookbackSeconds: number,
  clock: RawBuilder<Date>,
  most: number,
): Promise<number> {
  const start = sql<Date>`${clock} - make_interval(secs => ${sql.lit(lookbackSeconds)})`;
  const some = db
    .selectFrom('order_items')
    .select(sql`1`.as('one'))
    .where('created_at', '>=', start)
    .limit(most + 1)
    .as('some');
  const { count } = await db
    .selectFrom(some)
    .select(sql<number>`count(*)::float8`.as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

async function fetch<Row>(
  transaction: Transaction<Database>,
  query: RawBuilder<unknown> | { toOperationNode(): unknown },
  signal: AbortSignal | undefined,
  take: (rows: readonly Row[]) => void,
): Promise<void> {
  await sql`declare sales no scroll cursor for ${query as RawBuilder<unknown>}`.execute(transaction);
  for (;;) {
    signal?.throwIfAborted();
    const { rows } = await sql<Row>`fetch forward ${sql.lit(ROWS_AT_ONCE)} from sales`.execute(transaction);
    take(rows);
    if (rows.length < ROWS_AT_ONCE) break;
  }
  await sql`close sales`.execute(transaction);
}

/**
 * @param all also items whose buyer or product is not there, because a stream is going to tell when it comes. Servers that
 *   spread tables over others can do less with an outer join.
 */
function selectSales(db: Kysely<Database>, all: boolean) {
  const items = db.selectFrom('order_items');
  const sales = all
    ? items
        .leftJoin('users', 'users.id', 'order_items.user_id')
        .leftJoin('products', 'products.id', 'order_items.product_id')
    : items
        .innerJoin('users', 'users.id', 'order_items.user_id')
        .innerJoin('products', 'products.id', 'order_items.product_id')
        .$castTo<object>();
  return (
    sales as typeof sales & SelectQueryBuilder<Database, 'order_items' | 'users' | 'products', object>
  ).select(({ cast, ref }) => [
    'order_items.id',
    'order_items.order_id',
    'order_items.user_id',
    'order_items.product_id',
    'order_items.status',
    microsecondsOf(ref('order_items.created_at')).as('created_at'),
    cast<number>('order_items.sale_price', 'double precision').as('sale_price'),
    'users.id as buyer_id',
    'users.age',
    'users.gender',
    'users.country',
    'users.traffic_source',
    'users.latitude',
    'users.longitude',
    microsecondsOf(ref('users.created_at')).as('signed_up_at'),
    'products.id as sold_id',
    cast<number | null>('products.cost', 'double precision').as('cost'),
    'products.category',
    'products.name',
    'products.brand',
    'products.department',
  ]);
}

/** Ids in one statement. */
const KEYS_AT_ONCE = 10_000;

/** The users with these ids, as far as there are any. */
export async function readBuyers(db: Kysely<Database>, ids: readonly string[]): Promise<Buyer[]> {
  const users: Buyer[] = [];
  for (let from = 0; from < ids.length; from += KEYS_AT_ONCE) {
    const some = ids.slice(from, from + KEYS_AT_ONCE);
    const rows = await db
      .selectFrom('users')
      .select(['id', 'age', 'gender', 'country', 'traffic_source', 'latitude', 'longitude'])
      .select(microsecondsOf(sql.ref('created_at')).as('created_at'))
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
