import { type Database } from '@thelook/db';
import {
  analyzeAgenda,
  BackfillLedger,
  dropSecondaryIndexes,
  finishBulkLoad,
  generatedTablesAreEmpty,
  endHistory,
  openRun as recordRun,
} from '@thelook/db/internal';
import { loadCatalogue, MODEL_VERSION, type Catalogue, type GeneratedTable } from '@thelook/models';
import {
  openDatabase,
  UsageError,
  waitForDatabase,
  withRetries,
  type Logger,
  type OpenDatabase,
} from '@thelook/service';
import type { Kysely } from 'kysely';
import { randomInt } from 'node:crypto';
import type { IfExists } from '../flags/serve-flags.js';
import { prepareTables } from '../prepare-tables.js';
import { descriptionDigest } from '../run-description.js';
import { ChunkEncoder, type EncodedChunk } from './chunk-encoder.js';
import {
  chunkCount,
  missingChunks,
  shardRange,
  usersPerChunk,
  type Chunk,
  type ChunkRange,
} from './chunks.js';
import { checkSpan, type HistoryOptions } from './history.js';
import type { HistoryFlags } from '../flags/history-flags.js';
import { planHistory, type HistoryPlan } from './history-plan.js';
import { writeChunks } from './write-chunks.js';

/** A thread makes rows nearly twice as fast as PostgreSQL takes them over one connection. */
const JOBS_PER_THREAD = 2;

export interface BackfillOptions extends HistoryFlags {
  /** Connections that write at the same time. */
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
  checkShard(options);
  const catalogue = await loadCatalogue(options.dataDir);
  const plan = planHistory(options, catalogue, { seed: String(randomInt(2 ** 32)), until: new Date() });
  const { users } = plan.span;
  const range = shardRange(users, options.shard);
  const jobs = Math.min(options.jobs, range.to - range.from);
  const threads = Math.ceil(jobs / JOBS_PER_THREAD);
  // They start while the tables are prepared.
  const encoders = Array.from({ length: threads }, () => new ChunkEncoder(catalogue));
  let database: OpenDatabase | undefined;
  try {
    database = await openDatabase({
      logger,
      applicationName: 'thelook-backfill',
      maxConnections: jobs + 1,
      ...(env && { env }),
    });
    const { db } = database;
    await waitForDatabase(db, { logger, signal });
    await prepareTables(db, { ifExists: options.ifExists, catalogue, logger, indexes: false });
    const ledger = await openRun({ options, plan, catalogue, encoders, logger, db });
    if (await generatedTablesAreEmpty(db)) await dropSecondaryIndexes(db);
    const report = await write({ context, users, range, jobs, encoders, ledger });
    const all = { from: 0, to: chunkCount(users) };
    if (report.outcome !== 'shard' || (await ledger.countWritten(all)) !== all.to) return report;
    report.seconds.finishing = await finish(db, ledger, logger);
    return { ...report, outcome: 'complete' };
  } finally {
    await Promise.all(encoders.map((encoder) => encoder.stop()));
    await database?.close();
  }
}

/** Refuses shards that would not add up to a whole. */
function checkShard({ shard, seed, ifExists }: BackfillOptions): void {
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
}

interface OpenRunOptions {
  options: BackfillOptions;
  plan: HistoryPlan;
  catalogue: Catalogue;
  encoders: readonly ChunkEncoder[];
  logger: Logger;
  db: Kysely<Database>;
}

/** Finds the run in the ledger, or begins it, and tells the threads what it is. */
async function openRun(work: OpenRunOptions): Promise<BackfillLedger> {
  const { options, plan, catalogue, encoders, logger, db } = work;
  const { description, size } = plan;
  const { users } = plan.span;
  const since = new Date(plan.span.since);
  const ledger = await BackfillLedger.open(db, {
    ...{ users, since, seed: options.seed, until: options.until },
    newSeed: description.seed,
    now: new Date(plan.span.until),
    ghosts: description.flags.ghosts ?? 0,
    chunkUsers: usersPerChunk,
    catalogue: descriptionDigest(description),
  });
  const { seed, until, state } = ledger.run;
  // What is ahead of these lives goes by this run, and begins where history ends.
  const run = await recordRun(db, { ...description, seed, model: MODEL_VERSION });
  await endHistory(db, until.getTime());
  const history: HistoryOptions = {
    catalogue,
    description: { ...description, seed },
    span: { ...plan.span, until: until.getTime() },
    run: run.id,
  };
  // Refuses here, before a thread does.
  checkSpan(history.span);
  for (const encoder of encoders) encoder.open(history);
  logger.info(
    {
      ...{ seed, users, since, until, shard: shardName(options) },
      profile: description.profile,
      rows: Math.round(users * size.rows).toLocaleString('en'),
      GB: Number(((users * size.bytes) / 1e9).toPrecision(3)),
    },
    state === 'new' ? 'new backfill' : 'backfill goes on',
  );
  return ledger;
}

interface Work {
  context: BackfillContext;
  users: number;
  range: ChunkRange;
  jobs: number;
  encoders: readonly ChunkEncoder[];
  ledger: BackfillLedger;
}

/** Writes those of the chunks that are not there. */
async function write({ context, users, range, jobs, encoders, ledger }: Work): Promise<BackfillReport> {
  const { progress, signal, logger } = context;
  const tables = emptyTotals();
  const written = await ledger.countWritten(range);
  const started = performance.now();
  const onWritten = ({ chunk, copies }: EncodedChunk, isNew: boolean): void => {
    progress.chunk(chunk, isNew ? copies : []);
    for (const { table, rows, data } of isNew ? copies : []) add(tables, table, rows, data.length);
  };
  progress.start(range.to - range.from, written);
  const chunks = missingChunks(users, range, (part) =>
    withRetries(() => ledger.writtenChunks(part), { logger, signal }),
  );
  try {
    await writeChunks({ chunks, jobs, encoders, ledger, signal, logger, onWritten });
  } finally {
    progress.stop();
  }
  const writing = secondsSince(started);
  const { seed, until, state } = ledger.run;
  const outcome = signal.aborted ? 'stopped' : state === 'finished' ? 'complete' : 'shard';
  return { seed, until, outcome, tables, seconds: { writing, finishing: 0 } };
}

/** Builds the indexes and gathers statistics, now that all rows are there; gives the seconds that it took. */
async function finish(db: Kysely<Database>, ledger: BackfillLedger, logger: Logger): Promise<number> {
  const started = performance.now();
  logger.info('building indexes and gathering statistics');
  await Promise.all([finishBulkLoad(db), analyzeAgenda(db)]);
  await ledger.finish();
  return secondsSince(started);
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

function secondsSince(started: number): number {
  return (performance.now() - started) / 1_000;
}

function shardName({ shard }: BackfillOptions): string {
  return `${shard.number}/${shard.count}`;
}
