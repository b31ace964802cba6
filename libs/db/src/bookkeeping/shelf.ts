import { sql, type Kysely } from 'kysely';
import type { Database } from '../database.js';
import { tableReference } from '../table-reference.js';

/** Lower than every id. */
const NO_ID = '00000000-0000-0000-0000-000000000000';

export interface PickOptions {
  /** The last piece of a product that was taken: the search goes on behind it, past the entries of those sold. */
  after: ReadonlyMap<number, string>;
  /** Pieces to leave to others, where a shelf has enough. */
  skip: number;
  /** Pieces that came in after that moment are left: for each product in milliseconds since 1970, by default never. */
  cameInBy?: ReadonlyMap<number, number>;
}

/**
 * Finds pieces in stock, as many of each product as are wanted or as there are, by the index of what is unsold. Nothing
 * is locked: whether a piece is still there shows when it is sold.
 *
 * @param wanted pieces by product
 * @returns ids of pieces by product
 * @example
 * await pickPieces(db, new Map([[7, 2]]), { after: new Map(), skip: 0 }); // Map { 7 => ['019b…', '019b…'] }
 */
export async function pickPieces(
  db: Kysely<Database>,
  wanted: ReadonlyMap<number, number>,
  { after, skip, cameInBy }: PickOptions,
): Promise<Map<number, string[]>> {
  const products = [...wanted.keys()];
  const until = (product: number): number => cameInBy?.get(product) ?? Infinity;
  const found = await look(
    db,
    products.map((product) => ({
      product,
      count: wanted.get(product)!,
      after: after.get(product) ?? NO_ID,
      until: until(product),
      skip,
    })),
  );
  const short = products
    .map((product) => ({ product, count: wanted.get(product)! - (found.get(product)?.length ?? 0), skip: 0 }))
    .filter(({ count }) => count > 0);
  if (short.length === 0) return found;
  // The end of the shelf: on from its beginning.
  const more = await look(
    db,
    short.map(({ product }) => ({
      product,
      count: wanted.get(product)!,
      after: NO_ID,
      until: until(product),
      skip: 0,
    })),
  );
  for (const [product, ids] of more) found.set(product, ids);
  return found;
}

interface Search {
  product: number;
  count: number;
  after: string;
  until: number;
  skip: number;
}

async function look(db: Kysely<Database>, searches: readonly Search[]): Promise<Map<number, string[]>> {
  const stock = sql.raw(tableReference(db, 'inventory_items').sql);
  const { rows } = await sql<{ product: number; ids: string[] }>`
    select search.product, array(
      select id from ${stock} as piece
      where piece.product_id = search.product and piece.sold_at is null and piece.id > search.after
        and piece.created_at <= search.until
      order by piece.id limit search.count offset search.skip
    ) as ids
    from unnest(
      ${searches.map(({ product }) => product)}::int[],
      ${searches.map(({ count }) => count)}::int[],
      ${searches.map(({ after }) => after)}::uuid[],
      ${searches.map(({ until }) => (Number.isFinite(until) ? new Date(until).toISOString() : 'infinity'))}::timestamptz[],
      ${searches.map(({ skip }) => skip)}::int[]
    ) as search (product, count, after, until, skip)`.execute(db);
  return new Map(rows.map(({ product, ids }) => [product, ids]));
}

/**
 * How many pieces of each product are unsold.
 *
 * @example
 * await countShelf(db, [7, 8]); // Map { 7 => 3, 8 => 0 }
 */
export async function countShelf(
  db: Kysely<Database>,
  products: readonly number[],
): Promise<Map<number, number>> {
  const stock = sql.raw(tableReference(db, 'inventory_items').sql);
  const { rows } = await sql<{ product: number; unsold: number }>`
    select search.product, (
      select count(*) from ${stock} as piece where piece.product_id = search.product and piece.sold_at is null
    )::int as unsold
    from unnest(${[...products]}::int[]) as search (product)`.execute(db);
  return new Map(rows.map(({ product, unsold }) => [product, unsold]));
}
