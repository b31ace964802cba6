import type { Problem } from './problem.js';

/** The connection has ended; a new one may do better. */
export class FeedConnectionError extends Error {
  readonly code = 'THELOOK_FEED_CONNECTION';
  /** The WebSocket's close code; 1006 when it ended without one. */
  readonly closeCode: number;
  /** What the server said, where it has refused the connection for now. */
  readonly problem: Problem | undefined;
  /** How long the server has asked to wait before the next try, in milliseconds; undefined when it has not. */
  readonly retryAfterMs: number | undefined;

  constructor(
    why: string,
    closeCode: number,
    options?: ErrorOptions & { problem?: Problem | undefined; retryAfterMs?: number | undefined },
  ) {
    super(`The connection to the feed has ended: ${why.replace(/\.$/, '')}.`, options);
    this.name = 'FeedConnectionError';
    this.closeCode = closeCode;
    this.problem = options?.problem;
    this.retryAfterMs = options?.retryAfterMs;
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
