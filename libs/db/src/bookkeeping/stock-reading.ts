import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from '../database.js';
import { tableReference } from '../table-reference.js';

/** A statement may take so long until the transaction ends. */
const TIMEOUT_MS = 5_000;

/** Which products have no unsold piece. */
export interface StockReading {
  /** As of this moment by the database's clock, in milliseconds since 1970. */
  at: number;
  /** Products in all. */
  products: number;
  /** How many of them have no unsold piece. */
  outOfStock: number;
  /** Their ids, in no order; empty where there are more than were wanted. */
  empty: number[];
}

/**
 * Looks at the shelves of all products, by the index of what is unsold.
 *
 * @param transaction whose statements are ended by the server from now on when they take five seconds
 * @param most ids that are wanted
 * @returns undefined where no shelves are kept: there is no piece at all.
 * @throws the server's error, also when it takes too long.
 * @example
 * await db.transaction().execute((transaction) => readStock(transaction, 50_000)); // { at: 1795609200000, products: 29120, outOfStock: 2, empty: [7, 8] }
 */
export async function readStock(
  transaction: Transaction<Database>,
  most: number,
): Promise<StockReading | undefined> {
  const products = sql.raw(tableReference(transaction, 'products').sql);
  const pieces = sql.raw(tableReference(transaction, 'inventory_items').sql);
  await sql`select set_config('statement_timeout', ${String(TIMEOUT_MS)}, true)`.execute(transaction);
  const { rows } = await sql<StockReading>`
    with empty as (
      select product.id from ${products} as product
      where not exists (
        select from ${pieces} as piece where piece.product_id = product.id and piece.sold_at is null)),
    counted as (select count(*)::int as empty from empty)
    select floor(extract(epoch from statement_timestamp()) * 1000)::float8 as at,
      (select count(*)::int from ${products}) as products, counted.empty as "outOfStock",
      case when counted.empty <= ${most} then array(select id from empty) else '{}' end as empty
    from counted where exists (select from ${pieces})`.execute(transaction);
  return rows[0];
}

/** A product whose shelf has just become empty, or has just been filled. */
export interface ShelfChange {
  id: number;
  name: string | null;
  /** When, in milliseconds since 1970. */
  at: number;
}

/**
 * Those of some products whose last piece was sold last.
 *
 * @param since when all of them had a piece, in milliseconds since 1970
 * @param by what did not happen by a sale is dated to this moment
 */
export async function readRanOut(
  db: Kysely<Database>,
  ids: readonly number[],
  { since, by, most }: { since: number; by: number; most: number },
): Promise<ShelfChange[]> {
  const products = sql.raw(tableReference(db, 'products').sql);
  const items = sql.raw(tableReference(db, 'order_items').sql);
  const { rows } = await sql<ShelfChange>`
    select product.id, product.name, coalesce(sold.at, ${by}::float8) as at
    from ${products} as product left join (
      select product_id, floor(extract(epoch from max(created_at)) * 1000)::float8 as at from ${items}
      where created_at >= ${new Date(since)} group by product_id
    ) as sold on sold.product_id = product.id
    where product.id = any(${[...ids]}::int[]) order by at desc, product.id limit ${most}`.execute(db);
  return rows;
}

/** Those of some products whose first piece came in last. All of them were without one before. */
export async function readRestocked(
  db: Kysely<Database>,
  ids: readonly number[],
  { by, most }: { by: number; most: number },
): Promise<ShelfChange[]> {
  const products = sql.raw(tableReference(db, 'products').sql);
  const pieces = sql.raw(tableReference(db, 'inventory_items').sql);
  const { rows } = await sql<ShelfChange>`
    select product.id, product.name, coalesce(piece.at, ${by}::float8) as at
    from ${products} as product cross join lateral (
      select floor(extract(epoch from min(created_at)) * 1000)::float8 as at from ${pieces} as piece
      where piece.product_id = product.id and sold_at is null
    ) as piece
    where product.id = any(${[...ids]}::int[]) order by at desc, product.id limit ${most}`.execute(db);
  return rows;
}
