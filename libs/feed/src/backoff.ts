/** How long to wait between tries to connect. */
export interface Backoff {
  /** Before the first try, at most. Default: 500. */
  minMs: number;
  /** Before any try, at most. Default: 30,000. */
  maxMs: number;
}

/**
 * The wait before a try: twice as long each time up to a maximum, and shortened at random by up to half, so that the
 * clients of a server that went away do not all come back at once.
 *
 * @param attempt 1 for the first.
 * @param random from 0 up to, but not including, 1.
 * @returns milliseconds.
 * @example
 * backoffMs(3, { minMs: 500, maxMs: 30_000 }, Math.random()); // 1,000 to 2,000
 */
export function backoffMs(attempt: number, { minMs, maxMs }: Backoff, random: number): number {
  const longest = Math.min(maxMs, minMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(longest * (1 - random / 2));
}
