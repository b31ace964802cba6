import { type Database } from '@thelook/db';
import { countShelf, pickPieces } from '@thelook/db/internal';
import type { Kysely } from 'kysely';

/** What somebody wants from the shelves. */
export interface Wanted {
  products: readonly number[];
  /** When, in milliseconds since 1970: what came in later was not there. */
  at: number;
}

/** Where steps get their pieces from. */
export interface Shelves {
  /** Pieces for each list of products, in its order; undefined where at least one of them is not in stock. */
  pick(wanted: readonly Wanted[]): Promise<(readonly string[] | undefined)[]>;
  /** How many pieces of each product are unsold. */
  count(products: readonly number[]): Promise<ReadonlyMap<number, number>>;
}

/**
 * The shelves of the database. Nothing is locked by picking: who sells a piece finds out whether it was there when it is
 * written, and picks again. So generators look at different places of a shelf, and each of them goes on where it was,
 * past the pieces that have been sold.
 */
export class DatabaseShelves implements Shelves {
  readonly #db: Kysely<Database>;
  readonly #skip: number;
  readonly #after = new Map<number, string>();

  /** @param skip pieces of a shelf that are left to others, where there are enough */
  constructor(db: Kysely<Database>, skip: number) {
    this.#db = db;
    this.#skip = skip;
  }

  async pick(wanted: readonly Wanted[]): Promise<(readonly string[] | undefined)[]> {
    const counts = new Map<number, number>();
    // Steps that are late are done beside those that bring in pieces at a later moment.
    const cameInBy = new Map<number, number>();
    for (const { products, at } of wanted) {
      for (const product of products) {
        counts.set(product, (counts.get(product) ?? 0) + 1);
        cameInBy.set(product, Math.min(at, cameInBy.get(product) ?? Infinity));
      }
    }
    if (counts.size === 0) return wanted.map(() => []);
    const picked = await pickPieces(this.#db, counts, { after: this.#after, skip: this.#skip, cameInBy });
    return wanted.map(({ products }) => {
      const enough = products.every((product) => (picked.get(product)?.length ?? 0) > 0);
      if (!enough) return undefined;
      return products.map((product) => {
        const piece = picked.get(product)!.shift()!;
        this.#after.set(product, piece);
        return piece;
      });
    });
  }

  count(products: readonly number[]): Promise<ReadonlyMap<number, number>> {
    return countShelf(this.#db, products);
  }
}
