import type { Insertable, Kysely } from 'kysely';
import { copyRows } from './copy-rows.js';
import { createTableStatements } from './create-table.js';
import type { Database } from './database.js';
import { ArgumentError, CopyError, TableExistsError } from './errors.js';
import { tableReference } from './table-reference.js';
import { tableNames, type TableName } from './tables.js';

const choices = ['append', 'fail', 'replace'] as const;

/** What happens to a table that exists. One that does not is created in any case. */
export type IfExists = (typeof choices)[number];

export interface BulkInsertOptions {
  /**
   * - `append` (default) adds the rows.
   * - `fail` throws {@link TableExistsError} and touches nothing.
   * - `replace` puts the rows in the place of the old ones: others see all the old rows until they see all the new
   *   ones, and may read, but not write, meanwhile. Indexes, grants and publications stay. The price: the old rows
   *   are deleted one by one, which replication shows as deletes, and take up space until the next vacuum.
   */
  ifExists?: IfExists;
}

export interface BulkInsertResult {
  rows: number;
  /** Size of the rows as they were sent. */
  bytes: number;
}

/** Rows as {@link bulkInsert} takes them: an array, a generator, a stream of objects. */
export type RowSource<Table extends TableName> =
  Iterable<Insertable<Database[Table]>> | AsyncIterable<Insertable<Database[Table]>>;

/**
 * Writes rows with COPY, the fastest way into PostgreSQL: all of them or, when it throws, none. Memory stays the same
 * however many rows come. In a transaction the rows belong to it, and it remains usable after an error.
 *
 * Costs two round trips, within a transaction too. A source that queries the same transaction while it is read waits
 * for itself for ever: COPY occupies the connection.
 *
 * @throws {BadRowError} for a row that does not fit the table.
 * @throws {CopyError} for what the server refuses, such as a key that is there already, and for a lost connection.
 * @throws {TableExistsError} with `ifExists: 'fail'`.
 * @throws whatever the source of the rows throws.
 * @example
 * const centers = [{ id: 1, name: 'Memphis TN', latitude: 35.1174, longitude: -89.9711 }];
 * await bulkInsert(db, 'dist_centers', centers); // { rows: 1, bytes: 30 }
 */
export async function bulkInsert<Table extends TableName>(
  db: Kysely<Database>,
  table: Table,
  rows: RowSource<Table>,
  { ifExists = 'append' }: BulkInsertOptions = {},
): Promise<BulkInsertResult> {
  if (!tableNames.includes(table)) throw new ArgumentError('table', table, tableNames.join(', '));
  if (!choices.includes(ifExists)) throw new ArgumentError('ifExists', ifExists, choices.join(', '));
  const target = tableReference(db, table);
  const copy = { table, target: target.sql, rows };
  if (ifExists !== 'fail') {
    const prepare = ifExists === 'replace' ? emptyStatements(target.sql) : [];
    return copyRows(db, { ...copy, prepare, create: () => createTableStatements(table, target) });
  }
  try {
    return await copyRows(db, { ...copy, prepare: createTableStatements(table, target, true) });
  } catch (error) {
    if (!(error instanceof CopyError) || error.sqlState !== '42P07') throw error;
    throw new TableExistsError(table, { cause: error.cause });
  }
}

/**
 * Not TRUNCATE: to a reader whose snapshot is older than its commit the table would be empty. The lock lets readers
 * pass, but no writer, whose rows would be left between the new ones.
 */
function emptyStatements(target: string): string[] {
  return [`lock table ${target} in share row exclusive mode`, `delete from ${target}`];
}
