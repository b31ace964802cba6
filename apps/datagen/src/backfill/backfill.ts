import {
  analyzeTables,
  BackfillLedger,
  createSecondaryIndexes,
  dropSecondaryIndexes,
  generatedTablesAreEmpty,
  type Database,
} from '@thelook/db';
import { loadCatalogue, type GeneratedTable } from '@thelook/models';
import { openDatabase, UsageError, waitForDatabase, withRetries, type Logger } from '@thelook/service';
import type { Kysely } from 'kysely';
import { randomInt } from 'node:crypto';
import type { IfExists } from '../cli.js';
import { prepareTables } from '../prepare-tables.js';
import { catalogueDigest } from './catalogue-digest.js';
import { ChunkEncoder, type EncodedChunk } from './chunk-encoder.js';
import { chunkCount, chunksOf, usersPerChunk, type Chunk } from './chunks.js';
import { createHistory } from './history.js';
import type { HistoryFlags } from './history-flags.js';
import { usersAskedFor } from './history-size.js';

export interface BackfillOptions extends HistoryFlags {
  /** Threads, each with a connection of its own. */
  jobs: number;
  ifExists: IfExists;
}

/** Told how far a backfill is. */
export interface BackfillProgress {
  /** Called once; `written` of `total` chunks are there from before. */
  start(total: number, written: number): void;
  /** Called when a chunk is committed, or found to be there. */
  chunk(chunk: Chunk, copies: EncodedChunk['copies']): void;
  /** Called when the last chunk is written, or none more will be. */
  stop(): void;
}

export interface BackfillContext {
  logger: Logger;
  /** Ends the run after the chunks in hand. */
  signal: AbortSignal;
  progress: BackfillProgress;
  env?: NodeJS.ProcessEnv;
}

export interface BackfillReport {
  seed: string;
  until: Date;
  /** `complete`: all of it is there; `shard`: only this shard's; `stopped`: somebody asked to. */
  outcome: 'complete' | 'shard' | 'stopped';
  /** Written by this process. */
  tables: Record<GeneratedTable, { rows: number; bytes: number }>;
  /** Spent on writing chunks, and on indexes and statistics afterwards. */
  seconds: { writing: number; finishing: number };
}

/**
 * Fills the shop's past: opens or continues the run that the options describe, writes the chunks of its shard that
 * are missing, and, when all shards are there, builds the indexes and gathers statistics.
 *
 * @throws {UsageError} for options that do not go together
 * @throws {TablesExistError} with `ifExists: 'fail'`
 */
export async function backfill(options: BackfillOptions, context: BackfillContext): Promise<BackfillReport> {
  const { logger, signal, env } = context;
  const users = checkOptions(options);
  const catalogue = await loadCatalogue(options.dataDir);
  const database = await openDatabase({
    logger,
    applicationName: 'thelook-backfill',
    maxConnections: options.jobs + 1,
    ...(env && { env }),
  });
  try {
    const { db } = database;
    await waitForDatabase(db, { logger, signal });
    await prepareTables(db, { ifExists: options.ifExists, catalogue, logger, indexes: false });
    const { since, ghosts } = options;
    const ledger = await BackfillLedger.open(db, {
      ...{ users, since, ghosts, seed: options.seed, until: options.until },
      newSeed: String(randomInt(2 ** 32)),
      now: new Date(),
      chunkUsers: usersPerChunk,
      catalogue: catalogueDigest(catalogue),
    });
    const { seed, until, state } = ledger.run;
    // Refuses here, before a thread does.
    createHistory({ catalogue, seed, since, until, ghosts, users });
    logger.info(
      { seed, users, since, until, shard: shardName(options) },
      state === 'new' ? 'new backfill' : 'backfill goes on',
    );
    if (await generatedTablesAreEmpty(db)) await dropSecondaryIndexes(db);
    return await write({ options, context, db, ledger, users });
  } finally {
    await database.close();
  }
}

/** The number of users that the options ask for. */
function checkOptions(options: BackfillOptions): number {
  const { shard, seed, ifExists } = options;
  const users = usersAskedFor(options);
  if (users === undefined) throw new UsageError('--users', 'not given', '--users, --rows or --size');
  if (shard.count > 1 && seed === undefined) {
    throw new UsageError('--seed', 'not given', 'with --shard a seed, the same for every shard');
  }
  if (shard.count > 1 && ifExists === 'replace') {
    throw new UsageError(
      '--if-exists',
      'replace',
      'append or fail with --shard: the others fill the same tables',
    );
  }
  return users;
}

interface Work {
  options: BackfillOptions;
  context: BackfillContext;
  db: Kysely<Database>;
  ledger: BackfillLedger;
  users: number;
}

async function write({ options, context, db, ledger, users }: Work): Promise<BackfillReport> {
  const { progress, signal } = context;
  const { since, ghosts, dataDir } = options;
  const { seed, until } = ledger.run;
  const tables = emptyTotals();
  const written = await ledger.writtenChunks();
  const all = [...chunksOf(users, options.shard)];
  const missing = all.filter(({ number }) => !written.has(number));
  const started = performance.now();
  progress.start(all.length, all.length - missing.length);
  const jobs = Math.min(options.jobs, missing.length);
  const encoders = Array.from(
    { length: jobs },
    () => new ChunkEncoder({ seed, since, until, ghosts, users, dataDir }),
  );
  const chunks = missing.values();
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  const onWritten = ({ chunk, copies }: EncodedChunk, isNew: boolean): void => {
    progress.chunk(chunk, isNew ? copies : []);
    for (const { table, rows, bytes } of isNew ? copies : []) add(tables, table, rows, bytes);
  };
  try {
    const running = encoders.map((encoder) =>
      runJob({ encoder, chunks, ledger, stop, logger: context.logger, onWritten }).catch((error: unknown) => {
        failed.abort(error);
        throw error;
      }),
    );
    await Promise.allSettled(running);
    await Promise.all(running);
  } finally {
    progress.stop();
    await Promise.all(encoders.map((encoder) => encoder.stop()));
  }
  const writing = (performance.now() - started) / 1_000;
  const report = { seed, until, tables, seconds: { writing, finishing: 0 } };
  if (signal.aborted) return { ...report, outcome: 'stopped' };
  if (ledger.run.state === 'finished') return { ...report, outcome: 'complete' };
  if (!(await ledger.isComplete(chunkCount(users)))) return { ...report, outcome: 'shard' };
  context.logger.info('building indexes and gathering statistics');
  await createSecondaryIndexes(db);
  await analyzeTables(db);
  await ledger.finish();
  report.seconds.finishing = (performance.now() - started) / 1_000 - writing;
  return { ...report, outcome: 'complete' };
}

interface Job {
  encoder: ChunkEncoder;
  /** Shared by all jobs: each takes the next one. */
  chunks: IterableIterator<Chunk>;
  ledger: BackfillLedger;
  stop: AbortSignal;
  logger: Logger;
  onWritten(encoded: EncodedChunk, isNew: boolean): void;
}

/** Writes a chunk while the next one is made; that is all that is in memory. */
async function runJob({ encoder, chunks, ledger, stop, logger, onWritten }: Job): Promise<void> {
  const next = (): Promise<EncodedChunk> | undefined => {
    const chunk = stop.aborted ? undefined : chunks.next().value;
    const encoded = chunk && encoder.encode(chunk);
    // Met when it is awaited, which is only after the chunk before it is written.
    encoded?.catch(() => undefined);
    return encoded;
  };
  for (let coming = next(); coming;) {
    const encoded = await coming;
    if (stop.aborted) return;
    coming = next();
    const isNew = await withRetries(() => ledger.write(encoded.chunk.number, encoded.copies), {
      logger,
      signal: stop,
    });
    onWritten(encoded, isNew);
  }
}

function emptyTotals(): BackfillReport['tables'] {
  const none = () => ({ rows: 0, bytes: 0 });
  return { users: none(), inventory_items: none(), orders: none(), order_items: none(), events: none() };
}

function add(totals: BackfillReport['tables'], table: string, rows: number, bytes: number): void {
  const total = (totals as Partial<Record<string, { rows: number; bytes: number }>>)[table];
  if (!total) return;
  total.rows += rows;
  total.bytes += bytes;
}

function shardName({ shard }: BackfillOptions): string {
  return `${shard.number}/${shard.count}`;
}
