import { Migrator, sql, type Kysely, type Migration } from 'kysely';
import { escapeIdentifier } from 'pg';
import {
  bookkeepingExists,
  bookkeepingMigrations,
  bookkeepingSchema,
} from './bookkeeping/bookkeeping-tables.js';
import { createSchema, createSchemaStatement, CREATION_LOCK } from './create-table.js';
import type { Database } from './database.js';
import { ArgumentError } from './errors.js';
import { tablesExist } from './existing-tables.js';
import { migrations } from './migrations/index.js';
import { publish, type PublicationState } from './publication.js';
import { PublicationError } from './replication/errors.js';
import { publishFeed } from './replication/feed-publication.js';
import { setSearchPath } from './search-path.js';
import { tableReference } from './table-reference.js';
import { tableNames, type TableName } from './tables.js';

export interface MigrateOptions {
  /**
   * The publication for change data capture; `false` for none. Default: `cdc_publication`. With one comes a narrow
   * one, `thelook_feed`, for whoever follows the sales only.
   */
  publication?: string | false;
}

export interface MigrationReport {
  schema: string;
  /** Names of the migrations that were run now; empty when everything was up to date. */
  applied: string[];
  /** Tables that somebody had dropped since, and that are there again, empty. */
  restored: TableName[];
  publication: PublicationState;
  /** What could not be done, and does not matter to whoever only reads and writes the tables. */
  warnings: string[];
}

/**
 * Brings schema, tables, indexes, bookkeeping, publication and search path up to date; tables that somebody has dropped
 * are made again. Safe to call at every start, and from several processes at once: one works, the others wait. A
 * migration that fails leaves nothing behind.
 *
 * Needs the right to create a schema only when one of the two (`ecommerce` and `thelook`, for example) does not exist
 * yet. A role that may not create publications or set the search path gets a warning in the report instead.
 *
 * @throws {ArgumentError} for a transaction: what is done here is several.
 * @throws {SchemaRightError} when the bookkeeping has no schema and the role may not create it.
 * @throws the server's error.
 * @example
 * const { applied, warnings } = await migrate(db);
 */
export async function migrate(
  db: Kysely<Database>,
  { publication = 'cdc_publication' }: MigrateOptions = {},
): Promise<MigrationReport> {
  if (db.isTransaction) throw new ArgumentError('db', 'a transaction', 'a Kysely outside of a transaction');
  return db.connection().execute(async (connection) => {
    const schema = await schemaOf(connection);
    await sql.raw(`select pg_advisory_lock(${CREATION_LOCK})`).execute(connection);
    try {
      const history = await placeOfHistory(connection, schema);
      const restored = await forgetMigrationsOfMissingTables(connection.withSchema(schema), history);
      const applied = await runMigrations(connection, schema, history);
      const published = publication
        ? await publish(connection.withSchema(schema), publication)
        : { state: 'absent' as const, warnings: [] };
      if (publication) await publishNarrowly(connection.withSchema(schema));
      const warnings = [...published.warnings, ...(await setSearchPath(connection, schema))];
      return { schema, applied, restored, publication: published.state, warnings };
    } finally {
      await sql.raw(`select pg_advisory_unlock(${CREATION_LOCK})`).execute(connection);
    }
  });
}

/** Nobody has to be told if it cannot be made: whoever follows the sales gets them from the other one as well. */
async function publishNarrowly(db: Kysely<Database>): Promise<void> {
  try {
    await publishFeed(db);
  } catch (error) {
    if (!(error instanceof PublicationError)) throw error;
  }
}

/** The schema by name: without one Kysely's migrator would take any schema's table of migrations for its own. */
async function schemaOf(db: Kysely<Database>): Promise<string> {
  const { schema } = tableReference(db, 'users');
  if (schema !== undefined) return schema;
  const { rows } = await sql<{ schema: string | null }>`select current_schema() as schema`.execute(db);
  const current = rows[0]?.schema;
  if (!current) throw new ArgumentError('search_path', current, 'one with a schema that exists');
  return current;
}

/**
 * Makes the schemas that are missing, and tells that of the migrator's own tables. It is the one of the bookkeeping: beside
 * the shop's tables the publication would show them to whoever captures changes. Where earlier versions have put them
 * there, they move.
 */
async function placeOfHistory(db: Kysely<Database>, shop: string): Promise<string> {
  const place = bookkeepingSchema(shop);
  const [from, to] = [shop, place].map((schema) => escapeIdentifier(schema));
  await db.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ old: boolean; made: boolean }>`
      select to_regclass(${`${from}.kysely_migration`}) is not null as old,
        to_regclass(${`${to}.kysely_migration`}) is not null as made`.execute(transaction);
    const [{ old = false, made = false } = {}] = rows;
    // First, since it says what a role lacks that may not make schemas.
    if (!made) await createSchema(transaction, place);
    await sql.raw(createSchemaStatement(shop)).execute(transaction);
    if (made || !old) return;
    for (const table of ['kysely_migration', 'kysely_migration_lock']) {
      await sql.raw(`alter table if exists ${from}.${table} set schema ${to}`).execute(transaction);
    }
  });
  return place;
}

/**
 * Tables that somebody has dropped since they were made. Migrations are remembered and not run again, so that such a
 * table would be missing for ever: they are forgotten here, and then run on what is there, which they leave as it is.
 */
async function forgetMigrationsOfMissingTables(db: Kysely<Database>, place: string): Promise<TableName[]> {
  const history = `${escapeIdentifier(place)}.kysely_migration`;
  const { rows } = await sql<{ known: boolean }>`select to_regclass(${history}) is not null as known`.execute(
    db,
  );
  if (!rows[0]?.known) return [];
  const existing = await tablesExist(db);
  const missing = tableNames.filter((table) => !existing.includes(table));
  const { rows: done } = await sql.raw<{ name: string }>(`select name from ${history}`).execute(db);
  let isWhole = missing.length === 0;
  for (const migration of bookkeepingMigrations.filter((each) => done.some(({ name }) => name === each))) {
    isWhole &&= await bookkeepingExists(db, migration);
  }
  if (isWhole) return [];
  const forgotten = await sql.raw(`delete from ${history}`).execute(db);
  return forgotten.numAffectedRows ? missing : [];
}

/** The migrator's db has no schema, or its own tables would be made there; each migration gets it with the shop's. */
async function runMigrations(db: Kysely<Database>, shop: string, place: string): Promise<string[]> {
  const steps = Object.entries(migrations).map(([name, { up }]): [string, Migration] => [
    name,
    { up: (transaction: Kysely<Database>) => up(transaction.withSchema(shop)) },
  ]);
  const migrator = new Migrator({
    db: db.withoutPlugins(),
    provider: { getMigrations: () => Promise.resolve(Object.fromEntries(steps)) },
    migrationTableSchema: place,
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error) throw error;
  return results.map(({ migrationName }) => migrationName);
}
