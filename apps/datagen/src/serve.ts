import { randomInt } from 'node:crypto';
import { createShop, loadCatalogue } from '@thelook/models';
import { openDatabase, waitForDatabase, type Logger } from '@thelook/service';
import type { DatagenOptions } from './cli.js';
import { generate } from './generate.js';
import { prepareTables } from './prepare-tables.js';

export interface ServeContext {
  logger: Logger;
  /** Ends the run after the iteration in hand. */
  signal: AbortSignal;
}

/** Runs the generator as the command line asks: prepares the tables, then writes a shopper an iteration. */
export async function serve(options: DatagenOptions, { logger, signal }: ServeContext): Promise<void> {
  const catalogue = await loadCatalogue(options.dataDir);
  const seed = options.seed ?? String(randomInt(2 ** 32));
  const shop = createShop({ catalogue, seed });

  const database = await openDatabase({ logger, applicationName: 'thelook-datagen', maxConnections: 2 });
  try {
    const { db } = database;
    await waitForDatabase(db, { logger, signal });
    await prepareTables(db, { ifExists: options.ifExists, catalogue, logger, indexes: true });
    logger.info({ seed, waitFor: options.waitFor, maxIter: options.maxIter }, 'the shop is open');
    const { iterations, rows, seconds } = await generate({ ...options, db, shop, logger, signal });
    const rate = seconds > 0 ? Math.round(rows / seconds) : 0;
    logger.info(
      { iterations, rows, seconds: Number(seconds.toFixed(2)), 'rows/s': rate },
      'the shop is closed',
    );
  } catch (error) {
    if (!(signal.aborted && error === signal.reason)) throw error;
  } finally {
    await database.close();
  }
}
