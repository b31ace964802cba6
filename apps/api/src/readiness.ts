import type { LiveWindow } from './feed/live-window.js';
import { WindowTooLargeError } from './window/errors.js';

/** A database that takes longer than this to answer is not ready. */
const PING_TIMEOUT_MS = 2_000;
/** Refreshes that may be late before a window counts as stale. */
const LATE_REFRESHES = 3;

/**
 * Why the api is not ready, or undefined when it is: the database answers, every window that somebody looks at is
 * fresh, and the default one can be had. That somebody has asked for more than there is room for is no reason.
 */
export async function notReady(
  windows: Iterable<LiveWindow>,
  ping: () => Promise<unknown>,
  defaultOverload?: { message: string },
): Promise<string | undefined> {
  const unreachable = await pingFailure(ping);
  if (unreachable !== undefined) return `database: ${unreachable}`;
  if (defaultOverload) return `feed: ${defaultOverload.message}`;
  for (const window of windows) {
    if (!window.isRunning || window.failure instanceof WindowTooLargeError) continue;
    if (window.failedSince !== undefined) return `feed: ${messageOf(window.failure)}`;
    if (window.waitingMs > LATE_REFRESHES * window.refreshSeconds * 1_000 + PING_TIMEOUT_MS) {
      return 'feed: the window has not been read for too long';
    }
  }
  return undefined;
}

async function pingFailure(ping: () => Promise<unknown>): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${PING_TIMEOUT_MS / 1_000} s`), PING_TIMEOUT_MS);
  });
  const answer = ping().then(() => undefined, messageOf);
  const failure = await Promise.race([answer, timeout]);
  clearTimeout(timer);
  return failure;
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}
