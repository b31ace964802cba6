import { randomInt } from 'node:crypto';
import { type Database } from '@thelook/db';
import { openRun } from '@thelook/db/internal';
import { loadCatalogue, MODEL_VERSION } from '@thelook/models';
import { openDatabase, waitForDatabase, withRetries, type Logger } from '@thelook/service';
import type { Kysely } from 'kysely';
import { describeRun } from './flags/run-flags.js';
import type { ServeFlags } from './flags/serve-flags.js';
import { Generator, WORKERS } from './live/generator.js';
import { readHistoryRate, type HistoryRate } from './live/history-rate.js';
import { RunsAtWork } from './live/runs-at-work.js';
import type { Tally } from './live/tally.js';
import { prepareTables } from './prepare-tables.js';

export interface ServeContext {
  logger: Logger;
  /** Ends the run after the steps in hand. */
  signal: AbortSignal;
  env?: NodeJS.ProcessEnv;
}

/** Between two lines that sum up, in milliseconds. */
const SUMMARY_MS = 10_000;
/** For the clock and the leases, and for what is retired. */
const OTHER_CONNECTIONS = 2;

/** Runs the shop as the command line asks: prepares the tables, then does what is due and lets new lives begin. */
export async function serve(flags: ServeFlags, { logger, signal, env }: ServeContext): Promise<void> {
  const catalogue = await loadCatalogue(flags.dataDir);
  const seed = flags.seed ?? String(randomInt(2 ** 32));
  // Refuses before a server is started.
  describeRun(flags, { seed, catalogue });
  const database = await openDatabase({
    logger,
    applicationName: 'thelook-datagen',
    maxConnections: WORKERS + OTHER_CONNECTIONS,
    ...(env && { env }),
  });
  try {
    const { db } = database;
    await waitForDatabase(db, { logger, signal });
    const runs = new RunsAtWork(db, catalogue);
    // The server may go away while the shop opens, too. Each part finds what it has done before.
    const preparing = { ifExists: flags.ifExists, catalogue, logger, indexes: true };
    await withRetries(() => prepareTables(db, preparing), { logger, signal });
    const { run, history } = await withRetries(
      async () => {
        const history = flags.rate === 'history' ? await readHistoryRate(db, catalogue) : undefined;
        const description = describeRun({ ...history?.choice, ...flags }, { seed, catalogue });
        const { id } = await openRun(db, { ...description, model: MODEL_VERSION });
        await runs.open([id]);
        return { run: id, history };
      },
      { logger, signal },
    );
    await generate({ flags, seed, run, runs, history, db, logger, signal });
  } catch (error) {
    if (!(signal.aborted && error === signal.reason)) throw error;
  } finally {
    await database.close();
  }
}

interface Generation {
  flags: ServeFlags;
  seed: string;
  run: number;
  runs: RunsAtWork;
  history: HistoryRate | undefined;
  db: Kysely<Database>;
  logger: Logger;
  signal: AbortSignal;
}

/** Lets a generator work, and tells what it does. */
async function generate({ seed, ...options }: Generation): Promise<void> {
  const { flags, run, logger } = options;
  const { waitFor, rate, maxIter, profile } = flags;
  const generator = new Generator(options);
  const started = performance.now();
  const summing = setInterval(() => logger.info({ ...generator.tally }, 'so far'), SUMMARY_MS);
  let iterations = 0;
  try {
    await generator.run(
      (speed) => logger.info({ seed, profile, run, waitFor, rate, maxIter, speed }, 'the shop is open'),
      ({ users, orders, order_items, inventory_items, events }) => {
        iterations += 1;
        const rows = { users, orders, order_items, inventory_items, events };
        logger.info(users > 0 ? rows : {}, `iteration ${iterations}`);
      },
    );
  } finally {
    clearInterval(summing);
  }
  const seconds = (performance.now() - started) / 1_000;
  const rows = rowsOf(generator.tally);
  logger.info(
    {
      ...{ ...generator.tally, iterations, rows, seconds: Number(seconds.toFixed(2)) },
      'rows/s': seconds > 0 ? Math.round(rows / seconds) : 0,
    },
    'the shop is closed',
  );
}

function rowsOf({ users, orders, order_items, inventory_items, events }: Tally): number {
  return users + orders + order_items + inventory_items + events;
}
