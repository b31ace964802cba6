import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@thelook/db';
import type { Shop, Shopper } from '@thelook/models';
import { withRetries, type Logger } from '@thelook/service';
import type { Kysely } from 'kysely';
import { writeShopper } from './write-shopper.js';

export interface GenerateOptions {
  db: Kysely<Database>;
  shop: Shop;
  /** Seconds between iterations. */
  waitFor: number;
  /** Iterations, or -1 without end. */
  maxIter: number;
  logger: Logger;
  /** Ends the run after the iteration in hand. */
  signal: AbortSignal;
}

export interface GenerateReport {
  iterations: number;
  rows: number;
  seconds: number;
}

/** A shopper made ahead of its turn counts as of now for so long. */
const STILL_NOW_MS = 100;

/** Writes one shopper an iteration until all are done or somebody asks to stop. */
export async function generate(options: GenerateOptions): Promise<GenerateReport> {
  const { db, shop, waitFor, maxIter, logger, signal } = options;
  const started = performance.now();
  let rows = 0;
  let iteration = 0;
  let ahead: Shopper | undefined;
  const makeAhead = async (index: number): Promise<void> => {
    // By then the rows of the one before are on their way.
    await nextTurn();
    ahead = shop.shopper(index);
  };
  while (!signal.aborted && iteration !== maxIter) {
    const shopper = ahead ?? shop.shopper(iteration);
    ahead = undefined;
    iteration += 1;
    const begun = performance.now();
    const [counts] = await Promise.all([
      withRetries((attempt) => writeShopper(db, shopper, attempt > 1), { logger, signal }),
      waitFor === 0 && iteration !== maxIter ? makeAhead(iteration) : undefined,
    ]);
    const ms = performance.now() - begun;
    if (ms > STILL_NOW_MS) ahead = undefined;
    rows += Object.values(counts).reduce((sum, count) => sum + count, 0);
    logger.info({ ...counts, ms: Math.round(ms * 10) / 10 }, `iteration ${iteration}`);
    if (waitFor > 0 && iteration !== maxIter) await pause(waitFor * 1_000, signal);
  }
  return { iterations: iteration, rows, seconds: (performance.now() - started) / 1_000 };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
