import { sql, type Insertable, type Kysely } from 'kysely';
import { escapeLiteral } from 'pg';
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

/**
 * The rows as they should be, in a temporary table, whose columns do to them what those of the real one do. The two are
 * compared here, and what differs is written by plain statements: where the tables are distributed (Citus), none that
 * changes one may join it with a temporary table.
 */
const wanted = 'pg_temp.thelook_wanted';

/** Statements in a message, and keys in a statement. */
const AT_ONCE = 1_000;

async function refreshTable(
  db: Kysely<Database>,
  table: TableName,
  rows: Iterable<unknown>,
): Promise<RefreshCounts> {
  const target = tableReference(db, table).sql;
  const given = [...rows];
  // Lets readers pass, but nobody else who writes: the difference must still hold when it is applied.
  await sql.raw(`lock table ${target} in share row exclusive mode`).execute(db);
  await sql.raw(`create temporary table thelook_wanted (like ${target} including indexes)`).execute(db);
  await copyRows(db, { table, target: wanted, rows: given });
  const before = await digests(db, table, target);
  const after = await digests(db, table, wanted);

  const deleted = [...before.keys()].filter((key) => !after.has(key));
  const inserted = new Set([...after.keys()].filter((key) => !before.has(key)));
  const updated = [...after.keys()].filter((key) => !inserted.has(key) && before.get(key) !== after.get(key));
  await deleteRows(db, table, deleted);
  await updateRows(db, table, updated);
  if (inserted.size > 0) {
    const isNew = (row: unknown) =>
      inserted.has(String((row as Record<string, unknown>)[tables[table].primaryKey]));
    await copyRows(db, { table, target, rows: given.filter(isNew) });
  }
  await sql.raw(`drop table ${wanted}`).execute(db);
  const counts = { inserted: inserted.size, updated: updated.length, deleted: deleted.length };
  return { ...counts, unchanged: given.length - counts.inserted - counts.updated };
}

/** What tells one version of a row from another, by key. */
async function digests(db: Kysely<Database>, table: TableName, source: string): Promise<Map<string, string>> {
  const { rows } = await sql
    .raw<{ key: string; digest: string }>(
      `select ${tables[table].primaryKey}::text as key, md5(row(${columnNames(table).join(', ')})::text) as digest from ${source}`,
    )
    .execute(db);
  return new Map(rows.map(({ key, digest }) => [key, digest]));
}

async function deleteRows(db: Kysely<Database>, table: TableName, keys: readonly string[]): Promise<void> {
  const { sql: target } = tableReference(db, table);
  for (const part of parts(keys)) {
    await sql`
      delete from ${sql.raw(target)} where ${sql.ref(tables[table].primaryKey)} = any(${part})`.execute(db);
  }
}

/** Gives the rows with these keys the values that are wanted. */
async function updateRows(db: Kysely<Database>, table: TableName, keys: readonly string[]): Promise<void> {
  const { sql: target } = tableReference(db, table);
  const key = tables[table].primaryKey;
  const columns = columnNames(table);
  const texts = columns.map((column) => `${column}::text`).join(', ');
  for (const part of parts(keys)) {
    const { rows } = await sql<Record<string, string | null>>`
      select ${sql.raw(texts)} from ${sql.raw(wanted)} where ${sql.ref(key)} = any(${part})`.execute(db);
    const literal = (value: string | null = null) => (value === null ? 'null' : escapeLiteral(value));
    const updates = rows.map((row) => {
      const values = columns.map((column) => `${column} = ${literal(row[column])}`);
      return `update ${target} set ${values.join(', ')} where ${key} = ${literal(row[key])}`;
    });
    await sql.raw(updates.join(';\n')).execute(db);
  }
}

function* parts<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let start = 0; start < items.length; start += AT_ONCE) yield items.slice(start, start + AT_ONCE);
}
