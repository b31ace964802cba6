import { randomBytes } from 'node:crypto';
import { type ConnectionConfig, type Database } from '@thelook/db';
import {
  checkUnseenChanges,
  emitMarker,
  publishFeed,
  readMarker,
  readSales,
  ReplicationClient,
  SalesChangeDecoder,
  type ReplicationSlot,
  type StreamMarker,
} from '@thelook/db/internal';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import { StreamError } from './errors.js';
import { MarkerQueue } from './marker-queue.js';
import type { SalesTable } from './sales-table.js';
import { Slices } from './slices.js';
import { MAX_PRODUCTS } from './sold-products.js';
import { TableReading } from './table-reading.js';
import { readWanted } from './wanted-rows.js';

/** Items stay so much longer than needed, in microseconds: a clock set back a little costs nothing. */
const SLACK = 30_000_000;
/** A stream that is so far behind is not worth waiting for: a new snapshot is quicker. */
const HOPELESS_MS = 60_000;
/** Items that are let go of at a time when they are too old: a millisecond's work. */
const FORGOTTEN_AT_ONCE = 1_000;
/** Items that may come before what is too old is looked for, beyond as many as there are. */
const GROWTH = 10_000;

export interface SalesStreamOptions {
  config: ConnectionConfig;
  db: Kysely<Database>;
  /** The database's clock. */
  clock: RawBuilder<Date>;
  /** What the stream keeps up to date. */
  table: () => SalesTable;
  /** Does work while nobody else reads the database into the table. */
  exclusively: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Milliseconds after which a refresh is no longer waited for. */
  lateMs: number;
  /** How far back items are needed now. */
  lookbackMinutes: () => number;
  /** Told the stream that has been opened before anybody else may read the database into the table. */
  onOpen: (stream: SalesStream) => void;
  /** Ends the stream, also one that is not open yet. */
  signal: AbortSignal;
}

/**
 * The latest sales, kept up to date by logical replication: a temporary slot, the state in the snapshot that comes
 * with it, and every change since. One connection; when it is lost, the stream has ended.
 */
export class SalesStream {
  readonly table: SalesTable;
  /** Resolves with the reason when the stream ends. */
  readonly ended: Promise<Error>;
  readonly #client: ReplicationClient;
  readonly #options: SalesStreamOptions;
  readonly #tables: string;
  readonly #slot: string;
  readonly #markers: MarkerQueue;
  #ended = false;
  #forgetAt = GROWTH;

  /**
   * Connects, reads the state and follows it; resolves when the stream has proved that it works. Waits for every
   * transaction that is open at the time.
   *
   * @throws {StreamError} or the server's error.
   */
  static async open(options: SalesStreamOptions): Promise<SalesStream> {
    const { config, db, exclusively, signal } = options;
    signal.throwIfAborted();
    await checkUnseenChanges(db);
    const publication = await publishFeed(db);
    const client = await ReplicationClient.connect(config);
    // A connection that waits for other transactions does not notice that we have left.
    const abandon = () => {
      void client.close();
      void sql`select pg_terminate_backend(${client.pid})`.execute(db).catch(() => undefined);
    };
    signal.addEventListener('abort', abandon);
    try {
      signal.throwIfAborted();
      const slot = await client.createSlot(`thelook_feed_${randomBytes(8).toString('hex')}`);
      return await exclusively(() => SalesStream.#begin(options, client, slot, publication));
    } catch (error) {
      await client.close();
      throw signal.aborted ? signal.reason : error;
    } finally {
      signal.removeEventListener('abort', abandon);
    }
  }

  static async #begin(
    options: SalesStreamOptions,
    client: ReplicationClient,
    slot: ReplicationSlot,
    publication: string,
  ): Promise<SalesStream> {
    const { db, clock, lookbackMinutes, signal } = options;
    const table = options.table();
    const reading = new TableReading(table, true);
    const lookbackSeconds = lookbackMinutes() * 60 + SLACK / 1e6;
    const from = { snapshot: slot.snapshot, publication, maxProducts: MAX_PRODUCTS };
    await readSales(db, { lookbackSeconds, clock, from, signal }, reading);
    const { since, tables = '' } = reading.start;
    await reading.finish(since);
    signal.throwIfAborted();
    const stream = new SalesStream(options, client, { slot: slot.name, publication, tables, table });
    client.start(slot, publication, stream.#receiver());
    try {
      await stream.catchUp(() => undefined, HOPELESS_MS);
      signal.throwIfAborted();
    } catch (error) {
      stream.close();
      throw error;
    }
    options.onOpen(stream);
    return stream;
  }

  private constructor(
    options: SalesStreamOptions,
    client: ReplicationClient,
    {
      slot,
      publication,
      tables,
      table,
    }: { slot: string; publication: string; tables: string; table: SalesTable },
  ) {
    const { db, clock, lateMs } = options;
    this.#options = options;
    this.#client = client;
    this.#slot = slot;
    this.#tables = tables;
    this.table = table;
    this.#forgetAt = 2 * table.size + GROWTH;
    this.#markers = new MarkerQueue({
      emit: (id) => emitMarker(db, { slot, id, publication, clock }),
      lateMs,
      onLate: (underWayMs) => {
        if (underWayMs > HOPELESS_MS) this.close(new StreamError('it has fallen too far behind'));
      },
    });
    this.ended = client.ended.then((reason) => {
      this.#ended = true;
      const error =
        reason instanceof StreamError
          ? reason
          : new StreamError(reason?.message ?? 'the connection has been closed', { cause: reason });
      this.#markers.fail(error);
      return error;
    });
  }

  /**
   * Calls `evaluate` at the first moment at which the store has everything that was committed before this call, and
   * nothing half. It must do all its looking at once, because the store goes on.
   *
   * @throws {StreamError} when the stream ends, or is late.
   */
  catchUp<Result>(evaluate: (marker: StreamMarker) => Result, patienceMs?: number): Promise<Result> {
    if (this.#ended) return Promise.reject(new StreamError('it has ended'));
    return this.#markers.wait(evaluate, patienceMs);
  }

  /** Ends it: the table is left as it is from now on. */
  close(reason?: Error): void {
    this.#ended = true;
    this.#markers.fail(reason ?? new StreamError('it has been closed'));
    void this.#client.close();
  }

  #receiver(): (message: Buffer) => void {
    const { schema } = this.#options.config;
    const decoder = new SalesChangeDecoder(schema);
    return (message) => {
      if (this.#ended) return;
      const change = decoder.decode(message);
      switch (change?.kind) {
        case 'put':
        case 'delete':
          return this.table.apply(change);
        case 'truncate':
          // A snapshot is as quick, and rewritten tables need one anyway.
          if (change.tables.length > 0) throw new StreamError('a table has been emptied');
          return;
        case 'message': {
          const marker = readMarker(change, this.#slot);
          return marker && this.#pass(marker);
        }
        case 'commit':
          this.#client.confirm(change.end);
          return this.#bound();
      }
    };
  }

  #pass(marker: StreamMarker): void {
    if (marker.tables !== this.#tables) throw new StreamError('tables or publication have been altered');
    const { lookbackMinutes, db } = this.#options;
    const { table } = this;
    void this.#forgetBefore(marker.now - Math.ceil(lookbackMinutes() * 60e6) - SLACK);
    this.#forgetAt = 2 * table.size + GROWTH;
    if (!table.buyers.hasWanted && !table.products.hasWanted) return this.#markers.pass(marker);
    // What has been read may be newer than this marker, but not than the next one.
    this.#markers.postpone(marker, readWanted(db, table));
  }

  /** Lets go of what is too old; all of it, since no more may come between two markers than goes. */
  async #forgetBefore(moment: number): Promise<void> {
    const slices = new Slices();
    while (!this.#ended && this.table.forgetBefore(moment, FORGOTTEN_AT_ONCE)) {
      if (slices.isOverNow) await slices.next();
    }
  }

  /** Between refreshes that are far apart, only a marker tells what has become too old. */
  #bound(): void {
    if (this.table.size <= this.#forgetAt) return;
    this.#forgetAt = Infinity;
    this.catchUp(() => undefined).catch(() => undefined);
  }
}
