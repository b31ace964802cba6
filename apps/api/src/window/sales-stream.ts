import { randomBytes } from 'node:crypto';
import {
  emitMarker,
  publishFeed,
  readBuyers,
  readMarker,
  readSalesSnapshot,
  readSoldProducts,
  ReplicationClient,
  SalesChangeDecoder,
  type ConnectionConfig,
  type Database,
  type SalesSnapshot,
  type StreamMarker,
} from '@thelook/db';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import { StreamError } from './errors.js';
import { MarkerQueue } from './marker-queue.js';
import { MAX_PRODUCTS, SalesStore } from './sales-store.js';

/** Items stay so much longer than needed, in microseconds: a clock set back a little costs nothing. */
const SLACK = 30_000_000;
/** A server that has not said a word for so long is gone. By default it speaks twice a minute. */
const SILENCE_MS = 90_000;
/** A stream that is so far behind is not worth waiting for: a new snapshot is quicker. */
const HOPELESS_MS = 60_000;
/** Items that may come before what is too old is looked for, beyond as many as there are. */
const GROWTH = 10_000;

export interface SalesStreamOptions {
  config: ConnectionConfig;
  db: Kysely<Database>;
  /** The database's clock. */
  clock: RawBuilder<Date>;
  maxItems: number;
  /** Milliseconds after which a refresh is no longer waited for. */
  lateMs: number;
  /** How far back items are needed now. */
  lookbackMinutes: () => number;
  /** Told the id of every item that may have changed. */
  onTouch: (id: string) => void;
  /** Ends the stream, also one that is not open yet. */
  signal: AbortSignal;
}

/**
 * The latest sales, kept up to date by logical replication: a temporary slot, the state in the snapshot that comes
 * with it, and every change since. One connection; when it is lost, the stream has ended.
 */
export class SalesStream {
  readonly store: SalesStore;
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
    const { config, db, clock, maxItems, lookbackMinutes, signal } = options;
    signal.throwIfAborted();
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
      const snapshot = await readSalesSnapshot(db, {
        snapshot: slot.snapshot,
        publication,
        clock,
        lookbackSeconds: lookbackMinutes() * 60 + SLACK / 1e6,
        maxItems,
        maxProducts: MAX_PRODUCTS,
      });
      const stream = new SalesStream(options, client, slot.name, publication, snapshot);
      client.start(slot, publication, stream.#receiver());
      await stream.catchUp(() => undefined, HOPELESS_MS);
      return stream;
    } catch (error) {
      await client.close();
      throw signal.aborted ? signal.reason : error;
    } finally {
      signal.removeEventListener('abort', abandon);
    }
  }

  private constructor(
    options: SalesStreamOptions,
    client: ReplicationClient,
    slot: string,
    publication: string,
    snapshot: SalesSnapshot,
  ) {
    const { db, clock, maxItems, lateMs, onTouch } = options;
    this.#options = options;
    this.#client = client;
    this.#slot = slot;
    this.#tables = snapshot.tables;
    if (snapshot.items.length > maxItems)
      throw new StreamError(`more than ${maxItems} order items are needed`);
    this.store = new SalesStore(snapshot, onTouch);
    this.#markers = new MarkerQueue({
      emit: (id) => emitMarker(db, { slot, id, publication, clock }),
      lateMs,
      onLate: (underWayMs) => {
        if (client.silentMs > SILENCE_MS) this.close(new StreamError('the server is silent'));
        else if (underWayMs > HOPELESS_MS) this.close(new StreamError('it has fallen too far behind'));
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

  close(reason?: Error): void {
    this.#markers.fail(reason ?? new StreamError('it has been closed'));
    void this.#client.close();
  }

  #receiver(): (message: Buffer) => void {
    const { schema } = this.#options.config;
    const decoder = new SalesChangeDecoder(schema);
    return (message) => {
      const change = decoder.decode(message);
      switch (change?.kind) {
        case 'put':
        case 'delete':
          return this.store.apply(change);
        case 'truncate':
          // A snapshot is as quick, and rewritten tables need one anyway.
          if (change.tables.length > 0) throw new StreamError('a table has been emptied');
          return;
        case 'message': {
          const marker = readMarker(change, this.#slot);
          return marker && this.#pass(marker);
        }
        case 'commit':
          return this.#bound();
      }
    };
  }

  #pass(marker: StreamMarker): void {
    if (marker.tables !== this.#tables) throw new StreamError('tables or publication have been altered');
    const { lookbackMinutes, db } = this.#options;
    this.store.forgetBefore(marker.now - Math.ceil(lookbackMinutes() * 60e6) - SLACK);
    this.#forgetAt = 2 * this.store.size + GROWTH;
    const { users, products } = this.store.wanted;
    if (users.size + products.size === 0) return this.#markers.pass(marker);
    const read = this.store.readWanted(
      (ids) => readBuyers(db, ids),
      (ids) => readSoldProducts(db, ids),
    );
    // What has been read may be newer than this marker, but not than the next one.
    this.#markers.postpone(marker, read);
  }

  /** Between refreshes that are far apart, only a marker tells what has become too old. */
  #bound(): void {
    const { maxItems } = this.#options;
    if (this.store.size > 2 * maxItems) throw new StreamError(`more than ${maxItems} order items have come`);
    if (this.store.size <= this.#forgetAt) return;
    this.#forgetAt = Infinity;
    this.catchUp(() => undefined).catch(() => undefined);
  }
}
