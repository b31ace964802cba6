import { createHash } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { escapeIdentifier } from 'pg';
import type { Database } from '../database.js';
import { ArgumentError } from '../errors.js';
import { tableReference } from '../table-reference.js';

/** What datagen keeps beside the shop, by the migration that creates it; no publication of ours shows it. */
const tablesOf = {
  '0003-bookkeeping': [
    'runs',
    'clock',
    'agenda',
    'departed',
    'generators',
    'lanes',
    'backfill_runs',
    'backfill_chunks',
  ],
  '0004-log-and-schema': ['log_places', 'schema_changes'],
} as const;
export type BookkeepingMigration = keyof typeof tablesOf;
export type BookkeepingTable = (typeof tablesOf)[BookkeepingMigration][number];

export const bookkeepingMigrations = Object.keys(tablesOf) as BookkeepingMigration[];

/** Those that tell of the rows in the generated tables, and go with them. */
const aboutRows = ['runs', 'clock', 'agenda', 'departed', 'backfill_runs', 'backfill_chunks'] as const;

/** PostgreSQL cuts longer names off. */
const MAX_NAME_BYTES = 63;

/**
 * The schema of what is kept beside the shop of a schema: `thelook`, or `thelook_SCHEMA` beside another one than
 * `ecommerce`, so that several shops have room in a database.
 *
 * @example
 * bookkeepingSchema('ecommerce'); // 'thelook'
 * bookkeepingSchema('shop'); // 'thelook_shop'
 */
export function bookkeepingSchema(schema: string): string {
  if (schema === 'ecommerce') return 'thelook';
  const name = `thelook_${schema}`;
  if (Buffer.byteLength(name) <= MAX_NAME_BYTES) return name;
  return `thelook_${createHash('sha256').update(schema).digest('hex').slice(0, 32)}`;
}

/** Asked for with every step that is written, and always the same. */
const known = new WeakMap<Kysely<Database>, string>();

/**
 * The schema, quoted, of what is kept beside the tables that this Kysely finds: `"thelook"`.
 *
 * @throws {ArgumentError} when the search path decides where the tables are.
 */
export function bookkeepingOf(db: Kysely<Database>): string {
  const found = known.get(db);
  if (found !== undefined) return found;
  const { schema } = tableReference(db, 'users');
  if (schema === undefined) {
    throw new ArgumentError(
      'db',
      'a Kysely without a schema',
      "one of createDb, or db.withSchema('ecommerce')",
    );
  }
  const quoted = escapeIdentifier(bookkeepingSchema(schema));
  known.set(db, quoted);
  return quoted;
}

/** A table of the bookkeeping, quoted, ready for a statement: `"thelook".agenda`. */
export function bookkeepingTable(db: Kysely<Database>, table: BookkeepingTable): string {
  return `${bookkeepingOf(db)}.${table}`;
}

/** Whether every table that a migration creates is there. */
export async function bookkeepingExists(
  db: Kysely<Database>,
  migration: BookkeepingMigration,
): Promise<boolean> {
  const tables = tablesOf[migration];
  return (await existing(db, tables)).length === tables.length;
}

/** The tables, as far as they exist, that have to be emptied together with the generated ones. */
export async function tablesAboutRows(db: Kysely<Database>): Promise<string[]> {
  return tableReference(db, 'users').schema === undefined ? [] : existing(db, aboutRows);
}

async function existing(db: Kysely<Database>, tables: readonly BookkeepingTable[]): Promise<string[]> {
  const names = tables.map((table) => bookkeepingTable(db, table));
  const { rows } = await sql<{ name: string }>`
    select name from unnest(${names}::text[]) as name where to_regclass(name) is not null`.execute(db);
  return rows.map(({ name }) => name);
}
