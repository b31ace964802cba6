import type { RecordsWindow } from './records-window.js';

/** A database that takes longer than this to answer is not ready. */
const PING_TIMEOUT_MS = 2_000;
/** Refreshes that may be late before the feed counts as stale. */
const LATE_REFRESHES = 3;

/**
 * Why the api is not ready, or undefined when it is: the database answers, and the window is fresh if anybody is
 * looking at it.
 */
export async function notReady(
  window: RecordsWindow,
  refreshMs: number,
  ping: () => Promise<unknown>,
): Promise<string | undefined> {
  const unreachable = await pingFailure(ping);
  if (unreachable !== undefined) return `database: ${unreachable}`;
  if (window.running && window.failure !== undefined) return `feed: ${messageOf(window.failure)}`;
  if (window.running && window.ageMs > LATE_REFRESHES * refreshMs + PING_TIMEOUT_MS) {
    return 'feed: the window has not been read for too long';
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
