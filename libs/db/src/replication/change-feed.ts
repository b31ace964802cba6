import type { Connection, Submittable } from 'pg';
import { readLsn, writeLsn } from './pgoutput-decoder.js';
import type { Lsn } from './pgoutput-messages.js';

/**
 * How long what arrives may be taken in one turn of the event loop, in milliseconds. A server that sends a large
 * transaction fills the socket as fast as it is read, and Node.js reads 2 MB of it before it looks at anything else.
 */
const TURN_MS = 10;
/**
 * Between two turns of less than this, in milliseconds, this side rests for as long. The server sends each change by
 * itself, which costs both sides more than the change when each wakes whoever waits for it; so they come together.
 */
const REST_MS = 2;
/** At least so often the server is told how far this side is, whether or not anything arrives or is stored. */
const STATUS_INTERVAL_MS = 1_000;
/** After so long without a word the server is asked for one, */
const ASK_AFTER_MS = 10_000;
/** and after so long it is gone. */
const SILENCE_MS = 60_000;

const XLOG_DATA = 'w'.charCodeAt(0);
const KEEPALIVE = 'k'.charCodeAt(0);
const STATUS_UPDATE = 'r'.charCodeAt(0);
const COPY_DATA = 'd'.charCodeAt(0);
const BEGIN = 'B'.charCodeAt(0);
const COMMIT = 'C'.charCodeAt(0);
/** Type, start, end and time of an XLogData message. */
const DATA_AT = 25;
/** Type, flags and place of a commit come before the place behind the transaction. */
const COMMIT_END_AT = 10;
/** From PostgreSQL's epoch, 2000-01-01, in microseconds since 1970. */
const EPOCH = 946_684_800_000_000n;

/**
 * Gets each message of pgoutput, which is valid during the call only, and where in the log it was found: the rows of
 * one COPY share a place, and those of transactions side by side do not rise.
 */
export type OnMessage = (message: Buffer, lsn: Lsn) => void;

export interface ChangeFeedOptions {
  /** The command that starts the stream. */
  text: string;
  onMessage: OnMessage;
  onEnd: (error: Error) => void;
  /** Milliseconds that the server waits for a word of this side; 0: for ever. */
  senderTimeoutMs: number;
}

/**
 * A query that never ends by itself: pg hands it what arrives. The server is told by timer what has been confirmed,
 * also while nobody reads, so that a slow reader is not cut off.
 */
export class ChangeFeed implements Submittable {
  heardAt = performance.now();
  readonly #options: ChangeFeedOptions;
  #connection: Connection | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** How far everything has been handed out. */
  #received: Lsn = 0;
  /** Up to here the server may forget. */
  #confirmed: Lsn = 0;
  /** The end of the last transaction that was handed out. */
  #handedOut: Lsn = 0;
  #isInTransaction = false;
  #isPaused = false;
  /** When this turn has taken enough; undefined before its first message. */
  #enoughAt: number | undefined;

  constructor(options: ChangeFeedOptions) {
    this.#options = options;
  }

  get confirmed(): Lsn {
    return this.#confirmed;
  }

  submit(connection: Connection): void {
    this.#connection = connection;
    connection.query(this.#options.text);
    const { senderTimeoutMs } = this.#options;
    const interval =
      senderTimeoutMs > 0 ? Math.min(STATUS_INTERVAL_MS, senderTimeoutMs / 4) : STATUS_INTERVAL_MS;
    this.#timer = setInterval(() => this.#tick(), interval);
  }

  /** Everything before `lsn`, the end of a transaction, is stored. */
  confirm(lsn: Lsn): void {
    if (lsn > this.#confirmed) this.#confirmed = lsn;
  }

  pause(): void {
    this.#isPaused = true;
    this.#connection?.stream.pause();
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.heardAt = performance.now();
    this.#connection?.stream.resume();
  }

  /** Tells the server for the last time what it may forget. */
  stop(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#tell(false);
    this.resume();
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    this.heardAt = performance.now();
    this.#rest();
    if (chunk[0] === XLOG_DATA) return this.#take(chunk);
    if (chunk[0] !== KEEPALIVE) return;
    const position = readLsn(chunk, 1);
    if (position > this.#received) this.#received = position;
    // Nothing is on its way, so that what the server has passed without a change of ours need not be kept.
    if (!this.#isInTransaction && this.#confirmed >= this.#handedOut) this.confirm(position);
    if (chunk[17] === 1) this.#tell(false);
  }

  /** Ends a turn when all that had arrived is taken, or this side has had enough; the next one may begin after a rest. */
  #rest(): void {
    const stream = this.#connection?.stream;
    if (this.#enoughAt !== undefined) {
      if (this.heardAt >= this.#enoughAt && stream?.isPaused() === false) stream.pause();
      return;
    }
    const startedAt = this.heardAt;
    this.#enoughAt = startedAt + TURN_MS;
    const begin = (): void => {
      this.#enoughAt = undefined;
      // Unless somebody has paused it meanwhile.
      if (!this.#isPaused) stream?.resume();
    };
    setImmediate(() => {
      if (this.heardAt - startedAt >= REST_MS) return begin();
      stream?.pause();
      setTimeout(begin, REST_MS);
    });
  }

  #take(chunk: Buffer): void {
    const lsn = readLsn(chunk, 1);
    if (lsn > this.#received) this.#received = lsn;
    const kind = chunk[DATA_AT];
    if (kind === BEGIN) this.#isInTransaction = true;
    else if (kind === COMMIT) {
      this.#isInTransaction = false;
      this.#handedOut = readLsn(chunk, DATA_AT + COMMIT_END_AT);
    }
    try {
      this.#options.onMessage(chunk.subarray(DATA_AT), lsn);
    } catch (error) {
      this.#end(error instanceof Error ? error : new Error(String(error)));
    }
  }

  handleError(error: Error): void {
    this.#end(error);
  }

  handleCommandComplete(): void {
    this.#end(new Error('the server has ended the stream'));
  }

  handleReadyForQuery(): void {
    this.#end(new Error('the server has ended the stream'));
  }

  #end(error: Error): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#options.onEnd(error);
  }

  #tick(): void {
    const silentMs = this.#isPaused ? 0 : performance.now() - this.heardAt;
    if (silentMs > SILENCE_MS) return this.#end(new Error('the server has been silent for a minute'));
    this.#tell(silentMs > ASK_AFTER_MS);
  }

  #tell(asks: boolean): void {
    this.#connection?.stream.write(statusUpdate(this.#received, this.#confirmed, asks));
  }
}

/** Received, and stored, up to these places, in a CopyData message. */
function statusUpdate(received: Lsn, stored: Lsn, asks: boolean): Buffer {
  const message = Buffer.alloc(39);
  message.writeUInt8(COPY_DATA, 0);
  message.writeInt32BE(38, 1);
  message.writeUInt8(STATUS_UPDATE, 5);
  writeLsn(message, Math.max(received, stored), 6);
  writeLsn(message, stored, 14);
  writeLsn(message, stored, 22);
  message.writeBigInt64BE(BigInt(Date.now()) * 1_000n - EPOCH, 30);
  message.writeUInt8(asks ? 1 : 0, 38);
  return message;
}
