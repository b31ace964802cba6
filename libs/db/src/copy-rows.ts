import { CompiledQuery, type DatabaseConnection, type Kysely } from 'kysely';
import { copyError } from './copy-error.js';
import { copyIn } from './copy-in.js';
import type { Database } from './database.js';
import { CopyError } from './errors.js';
import { encodeRows } from './row-encoder.js';
import { columnNames, type TableName } from './tables.js';

export interface CopyRowsOptions {
  /** The table whose columns the rows have. */
  table: TableName;
  /** The table that they go to, quoted: this one, or one made like it. */
  target: string;
  rows: Iterable<unknown> | AsyncIterable<unknown>;
  /** Statements to run first. */
  prepare?: string[];
  /** Statements to run before those when there is no such table. Sent only then: this is the rare case. */
  create?: () => string[];
}

/** PostgreSQL's codes for a table and for a schema that are not there. */
const missing = new Set(['42P01', '3F000']);

/**
 * Encodes rows and copies them into a table: all of them, together with what the statements do, or nothing, in a
 * savepoint when there is a transaction already.
 *
 * @throws {BadRowError} {@link CopyError}; whatever `rows` throws.
 */
export function copyRows(
  db: Kysely<Database>,
  { table, target, rows, prepare = [], create }: CopyRowsOptions,
): Promise<{ rows: number; bytes: number }> {
  const copy = `copy ${target} (${columnNames(table).join(', ')}) from stdin with (encoding 'UTF8')`;
  const toCopyError = (error: Error) => copyError(table, error);
  // Everything happens on one loan of the connection, so that nobody else's query gets in between.
  return db.getExecutor().provideConnection(async (connection) => {
    const source = new ReplayableStart(encodeRows(table, rows));
    const run = (statements: string[]) =>
      runAtomically(connection, db.isTransaction, statements, (text) =>
        copyIn(connection, text, source.pieces(), toCopyError),
      );
    try {
      // A bad row among the first ones is found before the server hears of any.
      await source.open();
      try {
        return await run([...prepare, copy]);
      } catch (error) {
        const retry = error instanceof CopyError && missing.has(error.sqlState ?? '') && source.isReplayable;
        if (!retry || !create) throw error;
        return await run([...create(), ...prepare, copy]);
      }
    } finally {
      await source.close();
    }
  });
}

/** Pieces that can be had again from the start as long as only the first one has been read. */
class ReplayableStart {
  readonly #rest: AsyncGenerator<Buffer, void, undefined>;
  #first: Buffer | undefined;
  isReplayable = true;

  constructor(pieces: AsyncGenerator<Buffer, void, undefined>) {
    this.#rest = pieces;
  }

  async open(): Promise<void> {
    this.#first = (await this.#rest.next()).value ?? undefined;
  }

  async *pieces(): AsyncGenerator<Buffer, void, undefined> {
    if (!this.#first) return;
    yield this.#first;
    this.isReplayable = false;
    this.#first = undefined;
    yield* this.#rest;
  }

  async close(): Promise<void> {
    await this.#rest.return();
  }
}

/**
 * Several statements in one message are one transaction of their own. Within a transaction they get a savepoint, in
 * the same message, so that it survives their failure.
 */
async function runAtomically<Result>(
  connection: DatabaseConnection,
  inTransaction: boolean,
  statements: string[],
  run: (text: string) => Promise<Result>,
): Promise<Result> {
  if (!inTransaction) return run(statements.join(';\n'));
  try {
    return await run(['savepoint thelook_copy', ...statements, 'release savepoint thelook_copy'].join(';\n'));
  } catch (error) {
    const back = 'rollback to savepoint thelook_copy; release savepoint thelook_copy';
    // If that fails too, the connection or the transaction was lost before, and `error` says how.
    await connection.executeQuery(CompiledQuery.raw(back)).catch(() => undefined);
    throw error;
  }
}
