import type { Logger } from '@thelook/service';
import type { FeedLimits } from './feed/limits.js';

/** Files that the server has open besides: its database, what it listens on, the page's files, Node.js's own. */
const OTHERS = 64;

interface UserLimits {
  userLimits?: { open_files?: { soft: number | 'unlimited' } };
}

/** Files that this process may have open; infinite where the system sets no limit, or does not say. */
export function openFilesLimit(): number {
  // Otherwise the report looks up the names of all peers.
  Object.assign(process.report, { excludeNetwork: true });
  const { userLimits } = process.report.getReport() as UserLimits;
  const soft = userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : Infinity;
}

/**
 * Warns when the clients and connections that are allowed are more than the files that the process may have open: the
 * system then keeps out newcomers without a word, whoever they are.
 */
export function warnOfOpenFiles(
  logger: Logger,
  { maxClients, maxHttpConnections }: Pick<FeedLimits, 'maxClients' | 'maxHttpConnections'>,
): void {
  const openFiles = openFilesLimit();
  const needed = maxClients + maxHttpConnections + OTHERS;
  if (needed <= openFiles) return;
  logger.warn(
    { openFiles, needed, maxClients, maxHttpConnections },
    `MAX_CLIENTS and MAX_HTTP_CONNECTIONS need ${needed} open files and ${openFiles} are allowed: raise the limit ` +
      '(ulimit -n) or lower these two',
  );
}
