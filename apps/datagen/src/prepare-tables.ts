import {
  checkColumns,
  migrate,
  refreshStatic,
  resetTables,
  tablesExist,
  type Database,
  type RefreshCounts,
} from '@thelook/db';
import { createSecondaryIndexes } from '@thelook/db/internal';
import type { Catalogue } from '@thelook/models';
import type { Logger } from '@thelook/service';
import type { Kysely } from 'kysely';
import type { IfExists } from './flags/serve-flags.js';
import { TablesExistError } from './tables-exist-error.js';

export interface PrepareOptions {
  ifExists: IfExists;
  catalogue: Catalogue;
  logger: Logger;
  /** Whether indexes are made that a backfill which was not finished has left out. */
  indexes: boolean;
}

/**
 * Brings the tables into the state that a run starts from, static ones filled.
 *
 * @throws {TablesExistError} with `ifExists: 'fail'`; nothing has been touched.
 * @throws {ColumnTypeError} for a table of somebody else's that the rows do not fit; it has not been touched.
 */
export async function prepareTables(db: Kysely<Database>, options: PrepareOptions): Promise<void> {
  const { ifExists, catalogue, logger, indexes } = options;
  if (ifExists === 'fail') {
    const existing = await tablesExist(db);
    if (existing.length > 0) throw new TablesExistError(existing);
  }
  const { warnings, restored } = await migrate(db);
  for (const table of restored) {
    logger.warn(
      `${table} was missing and has been created anew, empty; rows of other tables may refer to lost ones`,
    );
  }
  for (const warning of warnings) logger.warn(warning);
  await checkColumns(db);
  if (ifExists === 'replace') {
    await resetTables(db);
    logger.info('started from empty tables');
  }
  if (indexes) await createSecondaryIndexes(db);
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
