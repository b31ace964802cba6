/** How long to wait between tries to connect. */
export interface Backoff {
  /** Before the first try, at most. Default: 500. */
  minMs: number;
  /** Before any try, at most; unless the server has asked for more. Default: 5,000. */
  maxMs: number;
}

/**
 * Whoever is kept out is told how long to wait; a server that gives no answer at all is one that starts, or is far away,
 * and to be asked so often costs it nothing. So those of a server that has crashed are back soon after it.
 */
export const defaultBackoff: Backoff = { minMs: 500, maxMs: 5_000 };

/** The longest that a server's word is taken for: an hour. */
const MAX_ASKED_MS = 3_600_000;

/**
 * The wait before a try: anything from nothing to a limit that doubles each time up to a maximum ("full jitter"), so
 * that the clients of a server that went away come back spread out. What the server has asked to wait is waited for
 * first, up to an hour, and the spread comes on top of it: they were all asked the same.
 *
 * @param attempt 1 for the first.
 * @param random from 0 up to, but not including, 1.
 * @param askedMs what the server has asked for, in milliseconds.
 * @returns milliseconds.
 * @example
 * backoffMs(3, { minMs: 500, maxMs: 30_000 }, Math.random()); // 0 to 2,000
 * backoffMs(3, { minMs: 500, maxMs: 30_000 }, Math.random(), 5_000); // 5,000 to 7,000
 */
export function backoffMs(attempt: number, { minMs, maxMs }: Backoff, random: number, askedMs = 0): number {
  const longest = Math.min(maxMs, minMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(Math.min(askedMs, MAX_ASKED_MS) + longest * random);
}
