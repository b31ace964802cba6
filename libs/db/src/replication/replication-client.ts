import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import type { ConnectionConfig } from '../connection-config.js';
import { ChangeFeed, type OnMessage } from './change-feed.js';
import { parseLsn } from './pgoutput-decoder.js';
import type { Lsn } from './pgoutput-messages.js';

const CONNECT_TIMEOUT_MS = 15_000;

/** A replication slot that has just been made. */
export interface ReplicationSlot {
  name: string;
  /** Name of the snapshot at which the slot's changes begin; to be had until `start`. */
  snapshot: string;
  /** Where in the log the changes begin. */
  start: Lsn;
}

/**
 * A connection that changes come through, by PostgreSQL's streaming replication protocol: whole transactions, in the
 * order of their commits.
 *
 * The server keeps what has not been confirmed, and sends it again to whoever comes next. So {@link confirm} the end of
 * a transaction when it is stored, and not before; what the server passes without a change of ours is confirmed without a
 * word, as soon as nothing else is outstanding.
 *
 * @example
 * const client = await ReplicationClient.connect(config);
 * const slot = await client.createSlot('mine');
 * // ... read the state at slot.snapshot in another connection, then:
 * client.start(slot, 'thelook_feed', (bytes) => {
 *   const message = decoder.decode(bytes);
 *   if (message?.kind === 'commit') client.confirm(message.end);
 * });
 * await client.ended;
 */
export class ReplicationClient {
  readonly #client: Client;
  #feed: ChangeFeed | undefined;
  #settle: (reason: Error | undefined) => void = () => undefined;
  #session = { pid: 0, senderTimeoutMs: 0 };
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
    return this.#session.pid;
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
      client.#session = await prepareSession(client.#client);
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
    const { rows } = await this.#client.query<{ snapshot_name: string; consistent_point: string }>(
      `CREATE_REPLICATION_SLOT ${escapeIdentifier(name)} TEMPORARY LOGICAL pgoutput (SNAPSHOT 'export')`,
    );
    const [slot] = rows;
    if (!slot?.snapshot_name) throw new Error('the server has made a slot without a snapshot');
    return { name, snapshot: slot.snapshot_name, start: parseLsn(slot.consistent_point) };
  }

  /**
   * Makes a temporary slot that has not been started a lasting one, under another name: what follows its snapshot is kept for
   * whoever comes next.
   *
   * @throws the server's error: the name is taken, no slot is free, ...
   */
  async keepSlot({ name }: ReplicationSlot, lastingName: string): Promise<void> {
    const [from, to] = [escapeLiteral(name), escapeLiteral(lastingName)];
    await this.#client.query(`select pg_copy_logical_replication_slot(${from}, ${to}, false)`);
    await this.#client.query(`select pg_drop_replication_slot(${from})`);
  }

  /**
   * Begins to stream the changes since the slot's snapshot, or since what was confirmed last.
   *
   * @param onMessage gets each message. When it throws, the connection ends with that error.
   */
  start(slot: Pick<ReplicationSlot, 'name'>, publication: string, onMessage: OnMessage): void {
    const options = [
      `proto_version '1'`,
      `publication_names ${escapeLiteral(escapeIdentifier(publication))}`,
      `messages 'true'`,
    ];
    this.#feed = new ChangeFeed({
      text: `START_REPLICATION SLOT ${escapeIdentifier(slot.name)} LOGICAL 0/0 (${options.join(', ')})`,
      onMessage,
      onEnd: (error) => {
        this.#settle(error);
        void this.close();
      },
      senderTimeoutMs: this.#session.senderTimeoutMs,
    });
    this.#client.query(this.#feed);
  }

  /** Everything up to the end of a transaction is stored: the server need not keep it. It is told within a second. */
  confirm(end: Lsn): void {
    this.#feed?.confirm(end);
  }

  /** What has been confirmed, by whoever stores it or because the server had nothing for us. */
  get confirmed(): Lsn {
    return this.#feed?.confirmed ?? 0;
  }

  /** Takes no more from the network until {@link resume}, apart from what has arrived already (64 kB). */
  pause(): void {
    this.#feed?.pause();
  }

  resume(): void {
    this.#feed?.resume();
  }

  /**
   * Ends the connection, and with it a temporary slot, once the server has been told what was confirmed. A server that
   * is still making the slot notices only afterwards.
   */
  async close(): Promise<void> {
    this.#settle(undefined);
    this.#feed?.stop();
    await this.#client.end();
  }
}

/** Text of values as decoders expect it, and no limit of time to what takes long. */
async function prepareSession(client: Client): Promise<{ pid: number; senderTimeoutMs: number }> {
  const settings = Object.entries({
    datestyle: 'ISO',
    intervalstyle: 'postgres',
    timezone: 'UTC',
    bytea_output: 'hex',
    extra_float_digits: '1',
    statement_timeout: '0',
    lock_timeout: '0',
    idle_in_transaction_session_timeout: '0',
  }).map(([name, value]) => `set_config('${name}', '${value}', false)`);
  const { rows } = await client.query<{ pid: number; timeout: number }>(
    `select pg_backend_pid() as pid, ${settings.join(', ')},
      (select setting::int from pg_settings where name = 'wal_sender_timeout') as timeout`,
  );
  const [session] = rows;
  if (session === undefined) throw new Error('the server has not told its process');
  return { pid: session.pid, senderTimeoutMs: session.timeout };
}
