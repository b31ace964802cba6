import type { Logger } from './logger.js';

/**
 * A stop can reach a process twice within a moment: Ctrl-C goes to the whole terminal group, and Nx passes it on
 * once more. Only a signal that comes later than this means that somebody has lost patience.
 */
const SAME_REQUEST_MS = 2_000;

/**
 * Turns SIGINT and SIGTERM into an `AbortSignal` to finish the work in hand by. A second request, later than two
 * seconds after the first, ends the process at once with exit code 1.
 *
 * @example
 * const stop = stopSignal(logger);
 * while (!stop.aborted) await oneIteration();
 */
export function stopSignal(logger: Logger): AbortSignal {
  const controller = new AbortController();
  let askedAt = 0;
  const onSignal = (name: NodeJS.Signals) => {
    if (askedAt === 0) {
      askedAt = Date.now();
      logger.info(`${name}: finishing the work in hand`);
      controller.abort(new Error(`stopped by ${name}`));
    } else if (Date.now() - askedAt > SAME_REQUEST_MS) {
      logger.warn(`${name} again: leaving now`);
      process.exit(1);
    }
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return controller.signal;
}
