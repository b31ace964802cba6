import { CompiledQuery, type DatabaseConnection } from 'kysely';
import { from as copyFrom, type CopyStreamQuery } from 'pg-copy-streams';

/**
 * Runs COPY FROM STDIN on a connection of Kysely's. When it throws, the server has stored nothing; either way the
 * connection is ready for the next query.
 *
 * Kysely has no COPY, and hides the pg client that has one. But its PostgresConnection hands `sql` on to
 * `client.query`, and there an object with a `submit` method is a query of its own making, which is returned at once,
 * as it is. So the stream goes where the text of a query goes, and Kysely sees an empty result. That this holds is
 * tested with the real Kysely, pool and server.
 *
 * @param statements separated by `;`, one of them `copy ... from stdin`: one message, and one transaction unless
 *   there is one already.
 * @param pieces of data. The second one is not asked for until the server has agreed to take data.
 * @throws the server's error as `toServerError` makes it; whatever `pieces` throws.
 */
export async function copyIn(
  connection: DatabaseConnection,
  statements: string,
  pieces: AsyncIterable<Buffer>,
  toServerError: (error: Error) => Error,
): Promise<{ rows: number; bytes: number }> {
  const stream = copyFrom(statements);
  const copy = new RunningCopy(stream, toServerError);
  await connection.executeQuery({ ...CompiledQuery.raw(''), sql: asText(stream) });
  let bytes = 0;
  try {
    for await (const piece of pieces) {
      await copy.write(piece);
      bytes += piece.length;
    }
  } catch (error) {
    await copy.abort();
    throw error;
  }
  await copy.finish();
  return { rows: stream.rowCount, bytes };
}

/** Passes the stream off as text; where queries are logged, it shows as the text of its statements. */
function asText(stream: CopyStreamQuery): string {
  const query: unknown = Object.assign(stream, { toString: () => stream.text });
  return query as string;
}

/**
 * Writes to a COPY, one piece at a time. The stream tells of an error by an event only, which may come at any moment
 * and after which it must not be touched; here the call that is under way throws it, or else the next one.
 */
class RunningCopy {
  readonly #stream: CopyStreamQuery;
  #failure: Error | undefined;
  #settle: () => void = () => undefined;

  constructor(stream: CopyStreamQuery, toServerError: (error: Error) => Error) {
    this.#stream = stream;
    stream.on('error', (error) => {
      this.#failure ??= toServerError(error);
      this.#settle();
    });
  }

  /** Resolves when there is room for the next piece. */
  write(piece: Buffer): Promise<void> {
    return this.#run((done) => this.#stream.write(piece, done));
  }

  /** Resolves when the server has stored everything. */
  finish(): Promise<void> {
    return this.#run((done) => this.#stream.end(done));
  }

  /** Resolves when the server has dropped everything. */
  async abort(): Promise<void> {
    if (this.#failure) return;
    await this.#run(() => this.#stream.destroy()).catch(() => undefined);
  }

  async #run(step: (done: () => void) => void): Promise<void> {
    if (!this.#failure) {
      await new Promise<void>((resolve) => {
        this.#settle = resolve;
        step(resolve);
      });
    }
    if (this.#failure) throw this.#failure;
  }
}
