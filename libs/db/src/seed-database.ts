import { createShop, sampleCatalogue, type Catalogue, type Seed, type Shopper } from '@thelook/models';
import { sql, type Kysely } from 'kysely';
import { atomically } from './atomically.js';
import { bulkInsert } from './bulk-insert.js';
import type { Database } from './database.js';
import { ArgumentError } from './errors.js';
import { tablesExist } from './existing-tables.js';
import { migrate } from './migrate.js';
import { refreshStatic } from './refresh-static.js';
import { tableReference } from './table-reference.js';
import { generatedTables, tableNames, type TableName } from './tables.js';

export interface SeedOptions {
  /** How many users of a shop to write, with all that has followed from them. By default 100, or none with shoppers. */
  users?: number;
  /** Shoppers of your own, such as those of `aShopper`, besides. */
  shoppers?: Iterable<Shopper>;
  /** The same seed and moment give the same users. By default 1. */
  seed?: Seed;
  /** The moment up to which the shop has lived. By default now. */
  now?: Date;
  /** What is for sale and where people live. By default `sampleCatalogue`, which is written in no time. */
  catalogue?: Catalogue;
}

const MOST_USERS = 1_000_000;

/**
 * Fills a database for a test: makes the tables where they are missing, puts the catalogue in where there is none, and
 * adds users with their orders, items, pieces and visits. All rows of it or, when it throws, none; in a transaction, in
 * which the tables must be there, they belong to it.
 *
 * @returns how many rows were added to each table.
 * @throws {ArgumentError} for a number of users that is none.
 * @throws {CopyError} for what the server refuses, such as users that are there already: give another seed then.
 * @example
 * ```ts
 * import { seedDatabase } from '@thelook/db';
 * import { aShopper } from '@thelook/models';
 *
 * const { users, products } = await seedDatabase(db, { users: 20 });
 * users; // => 20
 * products; // => 216
 *
 * const shopper = aShopper({ country: 'Japan', orders: [{ status: 'Returned', items: 3 }] });
 * const added = await seedDatabase(db, { shoppers: [shopper] });
 * added.order_items; // => 3
 * ```
 */
export async function seedDatabase(
  db: Kysely<Database>,
  options: SeedOptions = {},
): Promise<Record<TableName, number>> {
  const { shoppers = [], users = options.shoppers ? 0 : 100, catalogue = sampleCatalogue } = options;
  if (!(Number.isInteger(users) && users >= 0 && users <= MOST_USERS)) {
    throw new ArgumentError('users', users, `a whole number from 0 to ${MOST_USERS}`);
  }
  if (!db.isTransaction && (await tablesExist(db)).length < tableNames.length) await migrate(db);
  const rows = rowsOf(shoppers, users, catalogue, options);
  return atomically(db, async (transaction) => {
    const added = Object.fromEntries(tableNames.map((table) => [table, 0])) as Record<TableName, number>;
    if (await lacksCatalogue(transaction)) {
      const counts = await refreshStatic(transaction, catalogue);
      added.products = counts.products.inserted;
      added.dist_centers = counts.distCenters.inserted;
    }
    for (const table of generatedTables) {
      added[table] = (await bulkInsert(transaction, table, rows[table])).rows;
    }
    return added;
  });
}

function rowsOf(
  shoppers: Iterable<Shopper>,
  users: number,
  catalogue: Catalogue,
  { seed = 1, now = new Date() }: SeedOptions,
): Shopper {
  const rows: Shopper = { users: [], inventory_items: [], orders: [], order_items: [], events: [] };
  const add = (shopper: Shopper): void => {
    for (const table of generatedTables)
      for (const row of shopper[table]) (rows[table] as unknown[]).push(row);
  };
  const shop = createShop({ catalogue, seed, clock: () => now });
  for (let index = 0; index < users; index += 1) add(shop.shopper(index));
  for (const shopper of shoppers) add(shopper);
  return rows;
}

async function lacksCatalogue(db: Kysely<Database>): Promise<boolean> {
  const products = tableReference(db, 'products').sql;
  const { rows } = await sql
    .raw<{ filled: boolean }>(`select exists (select id from ${products}) as filled`)
    .execute(db);
  return rows[0]?.filled === false;
}
