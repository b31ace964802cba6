import { Client, escapeIdentifier, escapeLiteral, type Connection, type Submittable } from 'pg';
import type { ConnectionConfig } from '../connection-config.js';

const CONNECT_TIMEOUT_MS = 15_000;
/** How often the server is told what it may forget, unless it asks. */
const STATUS_INTERVAL_MS = 10_000;

const XLOG_DATA = 'w'.charCodeAt(0);
const KEEPALIVE = 'k'.charCodeAt(0);
const STATUS_UPDATE = 'r'.charCodeAt(0);
const COPY_DATA = 'd'.charCodeAt(0);
/** Type, start, end and time of an XLogData message. */
const DATA_AT = 25;
/** From PostgreSQL's epoch, 2000-01-01, in microseconds since 1970. */
const EPOCH = 946_684_800_000_000n;

/** A replication slot that has just been made. */
export interface ReplicationSlot {
  name: string;
  /** Name of the snapshot at which the slot's changes begin; to be had until `start`. */
  snapshot: string;
}

/**
 * A connection that changes come through, by PostgreSQL's streaming replication protocol. One slot, which goes when
 * the connection does.
 *
 * @example
 * const client = await ReplicationClient.connect(config);
 * const slot = await client.createSlot('mine');
 * // ... read the state at slot.snapshot in another connection, then:
 * client.start(slot, 'thelook_feed', (message) => apply(decoder.decode(message)));
 * await client.ended;
 */
export class ReplicationClient {
  readonly #client: Client;
  #feed: ChangeFeed | undefined;
  #settle: (reason: Error | undefined) => void = () => undefined;
  #pid = 0;
  /** Resolves when the connection ends or is closed: with the reason, if nobody has closed it. */
  readonly ended: Promise<Error | undefined>;

  private constructor(client: Client) {
    this.#client = client;
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
    client.on('error', (error) => this.#settle(error));
    client.on('end', () => this.#settle(undefined));
  }

  /** The server's process for this connection. */
  get pid(): number {
    return this.#pid;
  }

  /** @throws the server's error when it, or something in between, does not let this user replicate. */
  static async connect({ connection, applicationName }: ConnectionConfig): Promise<ReplicationClient> {
    // Types do not know the setting that makes the server speak the protocol.
    const config = {
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      ...connection,
      application_name: applicationName ?? 'thelook',
      replication: 'database',
    };
    const client = new ReplicationClient(new Client(config));
    try {
      await client.#client.connect();
      client.#pid = await prepareSession(client.#client);
      return client;
    } catch (error) {
      await client.close();
      throw error;
    }
  }

  /**
   * Makes a temporary slot. Takes until every transaction that is open now has ended.
   *
   * @throws the server's error: no slot is free, `wal_level` is not `logical`, ...
   */
  async createSlot(name: string): Promise<ReplicationSlot> {
    const { rows } = await this.#client.query<{ snapshot_name: string }>(
      `CREATE_REPLICATION_SLOT ${escapeIdentifier(name)} TEMPORARY LOGICAL pgoutput (SNAPSHOT 'export')`,
    );
    const snapshot = rows[0]?.snapshot_name;
    if (snapshot === undefined) throw new Error('the server has made a slot without a snapshot');
    return { name, snapshot };
  }

  /**
   * Begins to stream the changes since the slot's snapshot.
   *
   * @param onMessage gets each message of the pgoutput plug-in, which is valid during the call only. When it throws,
   *   the connection ends with that error.
   */
  start(slot: ReplicationSlot, publication: string, onMessage: (message: Buffer) => void): void {
    const options = [
      `proto_version '1'`,
      `publication_names ${escapeLiteral(escapeIdentifier(publication))}`,
      `messages 'true'`,
    ];
    this.#feed = new ChangeFeed(
      `START_REPLICATION SLOT ${escapeIdentifier(slot.name)} LOGICAL 0/0 (${options.join(', ')})`,
      onMessage,
      (error) => {
        this.#settle(error);
        void this.close();
      },
    );
    this.#client.query(this.#feed);
  }

  /** Milliseconds since the server was last heard of; infinite before the first message. */
  get silentMs(): number {
    return performance.now() - (this.#feed?.heardAt ?? -Infinity);
  }

  /** Ends the connection and with it the slot. A server that is still making the slot notices only afterwards. */
  async close(): Promise<void> {
    this.#settle(undefined);
    await this.#client.end();
  }
}

/** Text of values as the decoder expects it, and no limit of time to what takes long. */
async function prepareSession(client: Client): Promise<number> {
  const settings = Object.entries({
    datestyle: 'ISO',
    timezone: 'UTC',
    statement_timeout: '0',
    lock_timeout: '0',
    idle_in_transaction_session_timeout: '0',
  }).map(([name, value]) => `set_config('${name}', '${value}', false)`);
  const { rows } = await client.query<{ pid: number }>(
    `select pg_backend_pid() as pid, ${settings.join(', ')}`,
  );
  const pid = rows[0]?.pid;
  if (pid === undefined) throw new Error('the server has not told its process');
  return pid;
}

/** A query that never ends by itself: pg hands it what arrives. */
class ChangeFeed implements Submittable {
  heardAt = performance.now();
  readonly #text: string;
  readonly #onMessage: (message: Buffer) => void;
  readonly #onEnd: (error: Error) => void;
  #received = 0n;
  #toldAt = performance.now();

  constructor(text: string, onMessage: (message: Buffer) => void, onEnd: (error: Error) => void) {
    this.#text = text;
    this.#onMessage = onMessage;
    this.#onEnd = onEnd;
  }

  submit(connection: Connection): void {
    connection.query(this.#text);
  }

  handleCopyData({ chunk }: { chunk: Buffer }, connection: Connection): void {
    this.heardAt = performance.now();
    const position = chunk.readBigUInt64BE(1);
    if (position > this.#received) this.#received = position;
    if (chunk[0] === XLOG_DATA) this.#hand(chunk.subarray(DATA_AT));
    const asked = chunk[0] === KEEPALIVE && chunk[17] === 1;
    if (asked || this.heardAt - this.#toldAt > STATUS_INTERVAL_MS) {
      this.#toldAt = this.heardAt;
      connection.stream.write(statusUpdate(this.#received));
    }
  }

  #hand(message: Buffer): void {
    try {
      this.#onMessage(message);
    } catch (error) {
      this.#onEnd(error instanceof Error ? error : new Error(String(error)));
    }
  }

  handleError(error: Error): void {
    this.#onEnd(error);
  }

  handleCommandComplete(): void {
    this.#onEnd(new Error('the server has ended the stream'));
  }

  handleReadyForQuery(): void {
    this.#onEnd(new Error('the server has ended the stream'));
  }
}

/** Everything up to `position` has been received and may be forgotten, in a CopyData message. */
function statusUpdate(position: bigint): Buffer {
  const message = Buffer.alloc(39);
  message.writeUInt8(COPY_DATA, 0);
  message.writeInt32BE(38, 1);
  message.writeUInt8(STATUS_UPDATE, 5);
  for (const offset of [6, 14, 22]) message.writeBigUInt64BE(position, offset);
  message.writeBigInt64BE(BigInt(Date.now()) * 1_000n - EPOCH, 30);
  return message;
}
