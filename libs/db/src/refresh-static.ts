import { sql, type Insertable, type Kysely } from 'kysely';
import { atomically } from './atomically.js';
import { copyRows } from './copy-rows.js';
import type { Database } from './database.js';
import { tableReference } from './table-reference.js';
import { columnNames, tables, type TableName } from './tables.js';

/** The static tables as they should be. */
export interface StaticRows {
  products: Iterable<Insertable<Database['products']>>;
  distCenters: Iterable<Insertable<Database['dist_centers']>>;
}

/** How many rows of a table were touched, and how. */
export interface RefreshCounts {
  inserted: number;
  updated: number;
  deleted: number;
  unchanged: number;
}

/**
 * Makes `products` and `dist_centers` equal to the rows given, by touching only rows that differ, in one transaction
 * (or savepoint). Doing it again changes nothing. Several processes may do it at once: one works, the others wait and
 * find nothing to do. Readers never wait. The tables must exist.
 *
 * @throws {BadRowError} {@link CopyError} as {@link bulkInsert} does, for an id given twice too. Nothing is changed.
 * @example
 * const { products } = await refreshStatic(db, await loadCatalogue());
 * console.log(products.inserted);
 */
export function refreshStatic(
  db: Kysely<Database>,
  { products, distCenters }: StaticRows,
): Promise<{ products: RefreshCounts; distCenters: RefreshCounts }> {
  return atomically(db, async (transaction) => ({
    distCenters: await refreshTable(transaction, 'dist_centers', distCenters),
    products: await refreshTable(transaction, 'products', products),
  }));
}

/** The rows as they should be, in a temporary table: the difference is found by the server. */
const wanted = 'pg_temp.thelook_wanted';

async function refreshTable(
  db: Kysely<Database>,
  table: TableName,
  rows: Iterable<unknown>,
): Promise<RefreshCounts> {
  const target = tableReference(db, table).sql;
  // Lets readers pass, but nobody else who writes: the difference must still hold when it is applied.
  await sql.raw(`lock table ${target} in share row exclusive mode`).execute(db);
  await sql.raw(`create temporary table thelook_wanted (like ${target} including indexes)`).execute(db);
  const copied = await copyRows(db, { table, target: wanted, rows });

  const key = tables[table].primaryKey;
  const columns = columnNames(table);
  const list = columns.join(', ');
  const tuple = (name: string) => `(${columns.map((column) => `${name}.${column}`).join(', ')})`;
  const deleted = await count(
    db,
    `delete from ${target} as present
     where not exists (select from ${wanted} as wanted where wanted.${key} = present.${key})`,
  );
  const updated = await count(
    db,
    `update ${target} as present set (${list}) = ${tuple('wanted')} from ${wanted} as wanted
     where wanted.${key} = present.${key} and ${tuple('present')} is distinct from ${tuple('wanted')}`,
  );
  const inserted = await count(
    db,
    `insert into ${target} (${list}) select ${list} from ${wanted} as wanted
     where not exists (select from ${target} as present where present.${key} = wanted.${key})`,
  );
  await sql.raw(`drop table ${wanted}`).execute(db);
  return { inserted, updated, deleted, unchanged: copied.rows - inserted - updated };
}

async function count(db: Kysely<Database>, statement: string): Promise<number> {
  const { numAffectedRows } = await sql.raw(statement).execute(db);
  return Number(numAffectedRows ?? 0);
}
