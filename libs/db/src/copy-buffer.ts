import { FieldBuffer, type CopyMemory } from './field-buffer.js';

/** Bytes of rows after which a message is closed: large enough that its cost does not show, small enough for a cache. */
const MESSAGE_LENGTH = 65_536;

/** The type byte of a CopyData message and the four bytes of its length. */
const MESSAGE_HEADER = 5;
const COPY_DATA = 'd'.charCodeAt(0);
const COPY_DONE = [0x63, 0, 0, 0, 4];

/** How a file of COPY's binary format begins: a signature, no flags, no extension; and how it ends. */
const SIGNATURE = [...Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), 0, 0, 0, 0, 0, 0, 0, 0];
const TRAILER = -1;

/** Room that is made for as many rows again, which are never quite as long. */
const SPARE_ROOM = 1.125;

/**
 * Rows in COPY's binary format, wrapped in CopyData messages of PostgreSQL's protocol: what goes over the wire, made in
 * place and in one piece of memory.
 */
export class CopyBuffer extends FieldBuffer {
  /** Where the message begins that is open, and the row that is. */
  #message = -1;
  #row = 0;

  beginRow(columns: number): void {
    this.#row = this.at;
    if (this.#message < 0) this.#beginMessage();
    this.reserve(2);
    this.writeInt16(columns);
  }

  endRow(): void {
    if (this.at - this.#message >= MESSAGE_LENGTH) this.#endMessage();
  }

  /** Forgets what has been written since the row began. */
  undoRow(): void {
    this.at = this.#row;
    if (this.#message >= this.#row) this.#message = -1;
  }

  /**
   * All rows, as whole messages up to CopyDone; then begins anew with other memory.
   *
   * @param memory to go on with, of any size. By default new one that rows like these will fit into.
   */
  take(memory?: CopyMemory): Uint8Array<CopyMemory> {
    if (this.#message < 0) this.#beginMessage();
    this.reserve(2 + COPY_DONE.length);
    this.writeInt16(TRAILER);
    this.#endMessage();
    this.bytes.set(COPY_DONE, this.at);
    this.at += COPY_DONE.length;
    const taken = this.bytes.subarray(0, this.at);
    this.at = 0;
    this.use(memory ?? this.newMemory(Math.ceil(taken.length * SPARE_ROOM)));
    return taken;
  }

  #beginMessage(): void {
    const isFirst = this.at === 0;
    this.#message = this.at;
    this.reserve(MESSAGE_HEADER + SIGNATURE.length);
    this.bytes[this.at] = COPY_DATA;
    this.at += MESSAGE_HEADER;
    if (!isFirst) return;
    this.bytes.set(SIGNATURE, this.at);
    this.at += SIGNATURE.length;
  }

  #endMessage(): void {
    this.view.setInt32(this.#message + 1, this.at - this.#message - 1);
    this.#message = -1;
  }
}
