import { CompiledQuery, type DatabaseConnection, type Kysely } from 'kysely';
import type { Connection, Submittable } from 'pg';
import type { CopyData } from './copy-data.js';
import type { Database } from './database.js';

/** Statements that are one transaction, unless there is one already, with the data of the COPYs among them. */
export interface Message {
  text: string;
  copies: readonly CopyData[];
}

/** What the server has said to a message. */
export type Answer =
  | { done: true; /** That have been copied. */ rows: number }
  | {
      done: false;
      error: Error;
      /** The COPY that was next when it failed, if any was left. */ copy: CopyData | undefined;
    };

/**
 * Sends messages on one connection, all at once, and collects the answers, each of which says whether its message has
 * been carried out: an error of one does not touch the others. The server works through them without waiting for us,
 * so that many small transactions cost a single round trip.
 *
 * Never throws for what the server refuses, and for a lost connection neither: then each answer that had not come is
 * the error of the connection, and nobody knows whether its message has been carried out.
 */
export async function sendMessages(db: Kysely<Database>, messages: readonly Message[]): Promise<Answer[]> {
  if (messages.length === 0) return [];
  return db.getExecutor().provideConnection(async (connection) => {
    const pipeline = new Pipeline(messages, connection);
    const answers = await pipeline.answered;
    await pipeline.sent;
    return answers;
  });
}

/**
 * Messages that are written at once and answered one after the other.
 *
 * To pg each of them is a query, which it takes up when the one before has been answered, so that each gets what the
 * server says to it. Only the first one writes, for all; each hands in the next.
 */
class Pipeline {
  readonly #queries: readonly MessageQuery[];
  readonly #connection: DatabaseConnection;
  readonly answered: Promise<Answer[]>;
  /** The server may refuse rows before it has read them all: until then their memory is in use. */
  sent: Promise<void> = Promise.resolve();

  constructor(messages: readonly Message[], connection: DatabaseConnection) {
    this.#connection = connection;
    this.#queries = messages.map(
      (message, place) =>
        new MessageQuery(message, (stream) => {
          if (place === 0 && stream) this.#sendAll(stream);
          this.#handIn(place + 1);
        }),
    );
    this.answered = Promise.all(this.#queries.map(({ answered }) => answered));
    this.#handIn(0);
  }

  /**
   * Kysely hands `sql` on to pg's `client.query`, where an object with `submit` is a query of its own making: the way
   * of `copyIn`, which tells more about it.
   */
  #handIn(place: number): void {
    const query: unknown = this.#queries[place];
    if (query === undefined) return;
    void this.#connection.executeQuery({ ...CompiledQuery.raw(''), sql: query as string });
  }

  /**
   * Writes everything without waiting for the server to ask for data. The protocol allows it: what follows a
   * statement stays in the server's buffer until a COPY reads it, and after an error the rest is dropped.
   */
  #sendAll(stream: Stream): void {
    const pieces = inFewPieces(
      this.#queries.flatMap(({ message: { text, copies } }) => [
        queryMessage(text),
        ...copies.map(({ data }) => data),
      ]),
    );
    this.sent = new Promise((resolve) => {
      stream.cork();
      pieces.forEach((piece, place) => {
        stream.write(piece, place === pieces.length - 1 ? () => resolve() : undefined);
      });
      stream.uncork();
    });
  }
}

type Stream = Connection['stream'];

/** What pg calls while it talks to the server about one message of ours. */
class MessageQuery implements Submittable {
  readonly answered: Promise<Answer>;
  #answer!: (answer: Answer) => void;
  #started = false;
  #copied = 0;
  #rows = 0;

  /** @param begin is called once, when it is this message's turn; without a stream when the connection is lost. */
  constructor(
    readonly message: Message,
    readonly begin: (stream?: Stream) => void,
  ) {
    this.answered = new Promise((resolve) => (this.#answer = resolve));
  }

  submit({ stream }: Connection): void {
    this.#started = true;
    this.begin(stream);
  }

  /** Where queries are logged, this is what shows. */
  toString(): string {
    return this.message.text;
  }

  handleCopyInResponse(): void {
    // The data is on its way.
  }

  handleRowDescription(): void {
    // Functions are called for what they do, and give nothing.
  }

  handleDataRow(): void {
    // As above.
  }

  handleCommandComplete({ text }: { text: string }): void {
    if (!text.startsWith('COPY ')) return;
    this.#rows += Number(text.slice('COPY '.length));
    this.#copied += 1;
  }

  handleReadyForQuery(): void {
    this.#answer({ done: true, rows: this.#rows });
  }

  handleError(error: Error): void {
    this.#answer({ done: false, error, copy: this.message.copies[this.#copied] });
    // Those that follow hear of a lost connection only when they are handed in.
    if (!this.#started) this.begin();
  }
}

const QUERY = 'Q'.charCodeAt(0);
/** The type byte of a message and the four bytes of its length; and the zero that ends a text. */
const HEADER = 5;
const END = 1;

function queryMessage(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const message = Buffer.allocUnsafe(HEADER + length + END);
  message[0] = QUERY;
  message.writeInt32BE(length + HEADER, 1);
  message.write(text, HEADER);
  message[HEADER + length] = 0;
  return message;
}

/** Up to so many bytes, copying them into one piece takes less time than a piece more to send. */
const ONE_PIECE = 65_536;

function inFewPieces(pieces: readonly Uint8Array[]): Uint8Array[] {
  const few: Uint8Array[] = [];
  let small: Uint8Array[] = [];
  let length = 0;
  const join = (): void => {
    if (small.length > 0) few.push(Buffer.concat(small, length));
    small = [];
    length = 0;
  };
  for (const piece of pieces) {
    if (length + piece.length > ONE_PIECE) join();
    if (piece.length > ONE_PIECE) few.push(piece);
    else {
      small.push(piece);
      length += piece.length;
    }
  }
  join();
  return few;
}
