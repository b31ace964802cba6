import { createHash } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { DatabaseError, escapeIdentifier } from 'pg';
import type { Database } from '../database.js';
import { tableReference } from '../table-reference.js';
import { PublicationError } from './errors.js';
import { salesColumns, salesTables, type SalesTable } from './sales-rows.js';

/** What change data capture has, with every table: as good, only with more to skip. */
export const WIDE_PUBLICATION = 'cdc_publication';
/** PostgreSQL cuts longer names off. */
const MAX_NAME_BYTES = 63;

/** Somebody else has just done the same. */
const concurrentCodes = ['23505', '42710', 'XX000'];
/** No right to it, or a database that cannot be written to. */
const forbiddenCodes = ['42501', '25006'];

/**
 * The name of the publication for a schema. Publications belong to the database and not to a schema, so that each
 * schema but the usual one has its own name in it.
 */
export function feedPublicationName(schema: string): string {
  if (schema === 'ecommerce') return 'thelook_feed';
  const name = `thelook_feed_${schema}`;
  if (Buffer.byteLength(name) <= MAX_NAME_BYTES) return name;
  return `thelook_feed_${createHash('sha256').update(schema).digest('hex').slice(0, 32)}`;
}

/**
 * Finds or makes a publication that shows every change of order items, users and products: one of these tables only,
 * else the wide one for change data capture. Tables that have been made anew since are added again.
 *
 * Whole tables and no lists of columns: with a list, the server refuses updates of a table as soon as somebody sets
 * its replica identity to FULL, as tools for change data capture like to.
 *
 * @returns its name.
 * @throws {PublicationError} when there is none and the role may not make one.
 * @throws the server's error, for example because the tables do not exist.
 */
export async function publishFeed(db: Kysely<Database>): Promise<string> {
  const schema = await schemaOf(db);
  const name = feedPublicationName(schema);
  const complete = await completePublications(db, schema);
  if (complete.includes(name)) return name;

  const { statement, narrowed } = await planPublication(db, schema, name);
  if (!narrowed) await runTolerantly(db, statement);
  const found = await completePublications(db, schema);
  const usable = [name, WIDE_PUBLICATION].find((candidate) => found.includes(candidate));
  if (usable === undefined) throw new PublicationError(name, statement);
  return usable;
}

/** The schema of a database's tables. */
export async function schemaOf(db: Kysely<Database>): Promise<string> {
  const { schema } = tableReference(db, 'order_items');
  if (schema !== undefined) return schema;
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(db);
  return rows[0]?.schema ?? 'public';
}

interface PublishedTable {
  publication: string;
  table: SalesTable;
  columns: string[];
}

/** Which of the two publications show all rows, all columns that count and all kinds of changes. */
async function completePublications(db: Kysely<Database>, schema: string): Promise<string[]> {
  const names = [feedPublicationName(schema), WIDE_PUBLICATION];
  const { rows } = await sql<PublishedTable>`
    select pubname as publication, tablename as "table", attnames::text[] as columns
    from pg_publication_tables join pg_publication using (pubname)
    where pubname = any(${names}::text[]) and schemaname = ${schema} and tablename = any(${salesTables}::text[])
      and rowfilter is null and pubinsert and pubupdate and pubdelete and pubtruncate`.execute(db);
  return names.filter((name) =>
    salesTables.every((table) => {
      const published = rows.find((row) => row.publication === name && row.table === table);
      return Object.keys(salesColumns[table]).every((column) => published?.columns.includes(column));
    }),
  );
}

/** What makes the publication complete. One that has been narrowed by hand is left as it is. */
async function planPublication(
  db: Kysely<Database>,
  schema: string,
  name: string,
): Promise<{ statement: string; narrowed: boolean }> {
  const { rows } = await sql<{ tables: string[] }>`
    select array(
      select tablename::text from pg_publication_tables
      where pubname = ${name} and schemaname = ${schema}
    ) as tables
    from pg_publication where pubname = ${name}`.execute(db);
  const [existing] = rows;
  const publication = escapeIdentifier(name);
  const list = (tables: SalesTable[]) => tables.map((table) => tableReference(db, table).sql).join(', ');
  if (!existing) {
    return { statement: `create publication ${publication} for table ${list(salesTables)}`, narrowed: false };
  }
  const missing = salesTables.filter((table) => !existing.tables.includes(table));
  if (missing.length > 0) {
    return { statement: `alter publication ${publication} add table ${list(missing)}`, narrowed: false };
  }
  return { statement: `drop publication ${publication}`, narrowed: true };
}

/** Runs it; whether it has helped is looked up afterwards. */
export async function runTolerantly(db: Kysely<Database>, statement: string): Promise<void> {
  try {
    await sql.raw(statement).execute(db);
  } catch (error) {
    const code = error instanceof DatabaseError ? (error.code ?? '') : '';
    if (!concurrentCodes.includes(code) && !forbiddenCodes.includes(code)) throw error;
  }
}
