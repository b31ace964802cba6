import type { Problem } from './problem.js';

/** The connection has ended; a new one may do better. */
export class FeedConnectionError extends Error {
  readonly code = 'THELOOK_FEED_CONNECTION';
  /** The WebSocket's close code; 1006 when it ended without one. */
  readonly closeCode: number;

  constructor(problem: string, closeCode: number, options?: ErrorOptions) {
    super(`The connection to the feed has ended: ${problem}.`, options);
    this.name = 'FeedConnectionError';
    this.closeCode = closeCode;
  }
}

/** The server does not want this connection, and would not want it the next time. */
export class FeedRefusedError extends Error {
  readonly code = 'THELOOK_FEED_REFUSED';
  /** The HTTP status, where the server answered with one. */
  readonly status: number | undefined;
  /** What the server said about it. */
  readonly problem: Problem | undefined;

  constructor(why: string, status?: number, problem?: Problem) {
    super(`The feed is refused: ${why}`);
    this.name = 'FeedRefusedError';
    this.status = status;
    this.problem = problem;
  }
}
