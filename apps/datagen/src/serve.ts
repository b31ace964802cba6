import { randomInt } from 'node:crypto';
import {
  migrate,
  refreshStatic,
  resetTables,
  tablesExist,
  type Database,
  type RefreshCounts,
} from '@thelook/db';
import { createShop, loadCatalogue, type Catalogue } from '@thelook/models';
import { openDatabase, waitForDatabase, type Logger } from '@thelook/service';
import type { Kysely } from 'kysely';
import type { DatagenOptions, IfExists } from './cli.js';
import { generate } from './generate.js';
import { TablesExistError } from './tables-exist-error.js';

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
    await prepareTables(db, options.ifExists, catalogue, logger);
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

async function prepareTables(
  db: Kysely<Database>,
  ifExists: IfExists,
  catalogue: Catalogue,
  logger: Logger,
): Promise<void> {
  if (ifExists === 'fail') {
    const existing = await tablesExist(db);
    if (existing.length > 0) throw new TablesExistError(existing);
  }
  const { warnings } = await migrate(db);
  for (const warning of warnings) logger.warn(warning);
  if (ifExists === 'replace') {
    await resetTables(db);
    logger.info('started from empty tables');
  }
  const { products, distCenters } = await refreshStatic(db, catalogue);
  logger.info(
    { products: changes(products), dist_centers: changes(distCenters) },
    'static tables are up to date',
  );
}

/** `12 inserted, 3 updated` */
function changes(counts: RefreshCounts): string {
  const nonZero = Object.entries(counts).filter(([, count]) => count > 0);
  return nonZero.map(([name, count]) => `${count} ${name}`).join(', ') || 'none';
}
