import { randomBytes } from 'node:crypto';
import {
  createSlot,
  readPublication,
  readSlots,
  ReplicationClient,
  type PublicationFacts,
  type ReplicationSlot,
} from '@thelook/db/internal';
import {
  isConnectionFailure,
  UsageError,
  withRetries,
  type Logger,
  type OpenDatabase,
} from '@thelook/service';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DecimalMode } from './column-json.js';
import { beat, markNow } from './own-messages.js';
import { Pump, type Flow } from './pump.js';
import { SinkError, type Sink } from './sink.js';
import { writeSnapshot } from './snapshot.js';

export interface FollowOptions {
  database: Pick<OpenDatabase, 'db' | 'config'>;
  /** The database's name, as lines have it. */
  name: string;
  publication: string;
  /** A slot that lasts, made if there is none; undefined: one that goes with this run. */
  slot: string | undefined;
  /** Begins with the rows that are there, unless they have been written before. */
  snapshot: boolean;
  /** Ends when it has caught up with the moment of the start. */
  once: boolean;
  /** Milliseconds between two messages that let the log move on; 0: none. */
  heartbeatMs: number;
  prefix: string;
  version: string;
  decimals: DecimalMode;
  sink: Sink;
  signal: AbortSignal;
  logger: Logger;
  /** Told once that every later change will come. */
  onReady?: () => void;
}

/** Between two lines that sum up, in milliseconds. */
const SUMMARY_MS = 10_000;
/** A server notices the end of a killed reader after its `wal_sender_timeout`, by default a minute. */
const IN_USE_MS = 90_000;
const IN_USE = '55006';

/**
 * Follows the changes of a publication into a sink, until the signal fires or, with `once`, it has caught up. With a
 * slot that lasts, a lost connection is made anew, and nothing is lost or written twice.
 *
 * @returns what has gone through
 * @throws {UsageError} for a publication that is not there
 * @throws {SinkError} when the sink cannot be gone on with
 */
export async function follow(options: FollowOptions): Promise<Flow> {
  const { database, sink, signal, logger, slot } = options;
  const publication = await findPublication(options);
  const existing =
    slot === undefined ? undefined : (await readSlots(database.db)).find(({ name }) => name === slot);
  let last = await sink.open();
  if (last && slot === undefined) {
    throw new SinkError(
      'There are changes already, and what came after them is lost: name their --slot, or another place.',
    );
  }
  if (last?.isWithinSnapshot) {
    logger.warn('a snapshot was not written to its end: it begins anew');
    await sink.clear();
    last = undefined;
  } else if (last && !existing) {
    throw new SinkError(
      `There are changes already, but no slot ${slot} that has kept what came after them: name another place.`,
    );
  }
  const pump = new Pump(envelopeOptions(options, publication), sink, last);
  const stopped = new Promise<'stopped'>((resolve) =>
    signal.addEventListener('abort', () => resolve('stopped'), { once: true }),
  );
  const summing = setInterval(() => logger.info(summaryOf(pump.flow), 'so far'), SUMMARY_MS);
  try {
    let connection = await begin(options, publication, pump, existing !== undefined);
    for (let inUseSince = 0; ;) {
      const outcome = await run(options, connection, pump, stopped);
      if (outcome === 'over') return pump.flow;
      const isInUse = 'code' in outcome && outcome.code === IN_USE;
      if (slot === undefined || !(isInUse || isConnectionFailure(outcome))) throw outcome;
      // What has arrived of a transaction is kept: the rest of it will follow.
      await pump.settle();
      if (isInUse) {
        inUseSince ||= Date.now();
        if (Date.now() - inUseSince > IN_USE_MS) throw outcome;
      } else inUseSince = 0;
      logger.warn({ reason: outcome.message }, 'the connection is lost, trying again');
      await Promise.race([sleep(500), stopped]);
      connection = { client: await connect(options), slot: { name: slot } };
    }
  } finally {
    clearInterval(summing);
  }
}

interface Connection {
  client: ReplicationClient;
  slot: Pick<ReplicationSlot, 'name'>;
}

/** Makes sure that there is a slot, and with a snapshot writes that first. */
async function begin(
  options: FollowOptions,
  publication: PublicationFacts,
  pump: Pump,
  exists: boolean,
): Promise<Connection> {
  const { database, slot: name, snapshot, logger } = options;
  if (name !== undefined && (exists || !snapshot)) {
    if (!exists) {
      await createSlot(database.db, name);
      logger.warn(
        `slot ${name} is made: it keeps the log until it is read or dropped (datagen slots --drop ${name})`,
      );
    }
    return { client: await connect(options), slot: { name } };
  }
  const client = await connect(options);
  try {
    const slot = await client.createSlot(`thelook_changes_${randomBytes(8).toString('hex')}`);
    if (!snapshot) return { client, slot };
    const rows = await writeSnapshot({
      db: database.db,
      publication,
      slot,
      writer: pump.writer,
      settle: () => pump.settle(),
      signal: options.signal,
    });
    await pump.settle();
    logger.info({ rows }, 'the snapshot is written');
    if (name === undefined) return { client, slot };
    // Only now: had this run ended before, the next one would begin with a snapshot again.
    await client.keepSlot(slot, name);
    return { client, slot: { name } };
  } catch (error) {
    await client.close();
    throw error;
  }
}

/** Streams until it is over, or the connection ends with an error. */
async function run(
  options: FollowOptions,
  { client, slot }: Connection,
  pump: Pump,
  stopped: Promise<'stopped'>,
): Promise<'over' | Error> {
  const { database, publication, once, heartbeatMs, logger } = options;
  const { db } = database;
  pump.connect(client);
  client.start(slot, publication, (bytes, lsn) => pump.take(bytes, lsn));
  const beating =
    heartbeatMs > 0 &&
    setInterval(
      () => beat(db).catch((error: unknown) => logger.debug({ err: error }, 'no heartbeat')),
      heartbeatMs,
    );
  try {
    const ended = client.ended.then((error) => error ?? new Error('the connection has been closed'));
    const passes = pump.nextMark();
    const caughtUp = markNow(db, passes.content).then(() => passes.arrived);
    const first = await Promise.race([caughtUp, stopped, ended, pump.failed]);
    if (first instanceof Error) return first;
    options.onReady?.();
    if (!once && first !== 'stopped') {
      const outcome = await Promise.race([stopped, ended, pump.failed]);
      if (outcome instanceof Error) return outcome;
    }
    await pump.stop();
    return 'over';
  } catch (error) {
    // Asking for a mark may find out first that the server has gone.
    if (isConnectionFailure(error)) return error as Error;
    throw error;
  } finally {
    if (beating) clearInterval(beating);
    await client.close();
  }
}

function connect({ database, logger, signal }: FollowOptions): Promise<ReplicationClient> {
  return withRetries(() => ReplicationClient.connect(database.config), { logger, signal });
}

async function findPublication({
  database,
  publication: name,
  logger,
}: FollowOptions): Promise<PublicationFacts> {
  const publication = await readPublication(database.db, name);
  if (!publication) {
    throw new UsageError(
      '--publication',
      name,
      'a publication of the database; datagen serve makes cdc_publication',
    );
  }
  if (publication.coversAllTables) {
    logger.warn(`publication ${name} is for all tables: the changes of theLook's own bookkeeping come, too`);
  }
  return publication;
}

function envelopeOptions(options: FollowOptions, publication: PublicationFacts) {
  const { prefix, name, version, decimals, sink } = options;
  const keys = new Map(
    publication.tables.map(({ relation, primaryKey }) => [`${relation.schema}.${relation.name}`, primaryKey]),
  );
  return {
    ...{ prefix, database: name, version, decimals },
    keyOf: (schema: string, table: string) => keys.get(`${schema}.${table}`),
    needsEvents: sink.needsEvents,
    now: Date.now,
  };
}

function summaryOf({ changes, transactions, bytes, lastCommitAt }: Flow): Record<string, number> {
  const behind = lastCommitAt === 0 ? 0 : Math.max(0, Date.now() - lastCommitAt / 1_000);
  return { changes, transactions, bytes, 'lag in s': Number((behind / 1_000).toFixed(1)) };
}
