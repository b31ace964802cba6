import { rowEncoder, type RowEncoder } from './row-encoder.js';
import type { TableName } from './tables.js';

/** Characters after which a message is closed: large enough that its cost does not show, small enough to stay in a cache. */
const MESSAGE_LENGTH = 65_536;

/** The type byte of a CopyData message and the four bytes of its length. */
const HEADER_LENGTH = 5;
const COPY_DATA = 'd'.charCodeAt(0);

/** The rows of a table, ready for the wire. */
export interface CopyData {
  table: TableName;
  rows: number;
  /** Bytes of the rows in COPY's text format, without the messages around them. */
  bytes: number;
  /** Whole CopyData messages of PostgreSQL's protocol. Each has a buffer of its own, so that threads can hand it on. */
  messages: Uint8Array<ArrayBuffer>[];
}

/**
 * Turns the rows of a table into messages for {@link copyTables}, wherever the connection is: in another thread, too.
 *
 * @example
 * const builder = new CopyDataBuilder('dist_centers');
 * builder.add({ id: 1, name: 'Memphis TN', latitude: 35.1174, longitude: -89.9711 });
 * await copyTables(db, [builder.take()]); // { rows: 1 }
 */
export class CopyDataBuilder {
  readonly #table: TableName;
  readonly #encode: RowEncoder;
  #rows = 0;
  #bytes = 0;
  #text = '';
  #messages: Uint8Array<ArrayBuffer>[] = [];

  constructor(table: TableName) {
    this.#table = table;
    this.#encode = rowEncoder(table);
  }

  /** @throws {BadRowError} for a row that does not fit the table; it is not added. */
  add(row: unknown): void {
    this.#text += this.#encode(row, this.#rows + 1);
    this.#rows += 1;
    if (this.#text.length >= MESSAGE_LENGTH) this.#close();
  }

  /** What has been added since the last time. */
  take(): CopyData {
    if (this.#text !== '') this.#close();
    const taken = { table: this.#table, rows: this.#rows, bytes: this.#bytes, messages: this.#messages };
    this.#rows = 0;
    this.#bytes = 0;
    this.#messages = [];
    return taken;
  }

  #close(): void {
    const length = Buffer.byteLength(this.#text);
    // Not from Node's pool: what is transferred to another thread takes its whole buffer along.
    const message = Buffer.from(new ArrayBuffer(HEADER_LENGTH + length));
    message[0] = COPY_DATA;
    message.writeUInt32BE(length + HEADER_LENGTH - 1, 1);
    message.write(this.#text, HEADER_LENGTH);
    this.#messages.push(message);
    this.#bytes += length;
    this.#text = '';
  }
}
