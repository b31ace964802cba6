import { CompiledQuery, type Kysely } from 'kysely';
import type { Connection, Submittable } from 'pg';
import type { CopyData } from './copy-data.js';
import { copyError } from './copy-error.js';
import type { Database } from './database.js';
import { tableReference } from './table-reference.js';
import { columnNames, type TableName } from './tables.js';

/**
 * Copies rows into several tables at once, all of them or, when it throws, none, in a single round trip: the
 * statements and all data travel together, and the server, which takes them one after the other, answers at the end.
 * So a transaction of twenty rows costs what its rows and its commit cost; and one of 20,000 keeps the server busy
 * from the first row to the last. All data is in memory already: callers choose how much that is.
 *
 * Within a transaction the rows belong to it, and an error ends it.
 *
 * @param before a statement to run first, as a part of the same transaction. It returns no rows.
 * @throws {CopyError} for what the server refuses, and for a lost connection: then nobody knows whether the rows are
 *   there, and `before` is the place for what tells.
 * @example
 * await copyTables(db, [orders.take(), items.take()]); // { rows: 3 }
 */
export async function copyTables(
  db: Kysely<Database>,
  copies: readonly CopyData[],
  before?: string,
): Promise<{ rows: number }> {
  const filled = copies.filter(({ rows }) => rows > 0);
  const statements = filled.map(({ table }) => copyStatement(db, table));
  if (before !== undefined) statements.unshift(before);
  if (statements.length === 0) return { rows: 0 };
  const pipeline = new CopyPipeline(statements.join(';\n'), filled);
  await db.getExecutor().provideConnection(async (connection) => {
    // Kysely hands `sql` on to pg's `client.query`, where an object with `submit` is a query of its own making: the
    // way of `copyIn`, which tells more about it.
    await connection.executeQuery({ ...CompiledQuery.raw(''), sql: asText(pipeline) });
    try {
      await pipeline.answered;
    } finally {
      await pipeline.sent;
    }
  });
  return { rows: pipeline.rows };
}

function copyStatement(db: Kysely<Database>, table: TableName): string {
  const target = tableReference(db, table).sql;
  return `copy ${target} (${columnNames(table).join(', ')}) from stdin with (format binary, encoding 'UTF8')`;
}

function asText(pipeline: CopyPipeline): string {
  const query: unknown = pipeline;
  return query as string;
}

/** Up to so many bytes, copying them into one piece takes less time than a piece more to send. */
const ONE_PIECE = 65_536;

function inFewPieces(pieces: readonly Uint8Array[]): readonly Uint8Array[] {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return length > ONE_PIECE ? pieces : [Buffer.concat(pieces, length)];
}

/** What pg calls while it talks to the server about one message of ours. */
class CopyPipeline implements Submittable {
  readonly #text: string;
  readonly #copies: readonly CopyData[];
  #copied = 0;
  #answer!: { resolve: () => void; reject: (error: Error) => void };
  readonly answered: Promise<void>;
  /** The server may refuse rows before it has read them all: until then their memory is in use. */
  sent: Promise<void> = Promise.resolve();
  rows = 0;

  constructor(text: string, copies: readonly CopyData[]) {
    this.#text = text;
    this.#copies = copies;
    this.answered = new Promise((resolve, reject) => (this.#answer = { resolve, reject }));
  }

  /** Where queries are logged, this is what shows. */
  toString(): string {
    return this.#text;
  }

  /**
   * Writes everything without waiting for the server to ask for data. The protocol allows it: what follows a
   * statement stays in the server's buffer until a COPY reads it, and after an error the rest is dropped.
   */
  submit(connection: Connection): void {
    const { stream } = connection;
    stream.cork();
    connection.query(this.#text);
    const pieces = inFewPieces(this.#copies.map(({ data }) => data));
    this.sent = new Promise((resolve) => {
      pieces.forEach((piece, place) => {
        stream.write(piece, place === pieces.length - 1 ? () => resolve() : undefined);
      });
    });
    stream.uncork();
  }

  handleCopyInResponse(): void {
    // The data is on its way.
  }

  handleCommandComplete({ text }: { text: string }): void {
    const [, rows] = /^COPY (\d+)$/.exec(text) ?? [];
    if (rows === undefined) return;
    this.rows += Number(rows);
    this.#copied += 1;
  }

  handleReadyForQuery(): void {
    this.#answer.resolve();
  }

  handleError(error: Error): void {
    this.#answer.reject(copyError(this.#copies[this.#copied]?.table ?? 'users', error));
  }
}
