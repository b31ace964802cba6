import { FeedConnectionError, FeedRefusedError, type FeedState, type Summary } from '@thelook/feed';
import type { Connection } from './connection.js';

/** What the page has of the feed. */
export interface Reading {
  connection: Connection;
  /** The newest summary, for as long as there is no newer one: a lost connection takes nothing off the page. */
  summary: Summary | undefined;
}

export const firstReading: Reading = { connection: { state: 'connecting' }, summary: undefined };

/** What the page has after the feed's next state. */
export function nextReading(
  reading: Reading,
  state: Pick<FeedState, 'status' | 'summary' | 'database'>,
): Reading {
  const connection = connectionOf(state);
  const summary = connection.state === 'live' ? (state.summary ?? reading.summary) : reading.summary;
  return { connection, summary };
}

/** What is left when the feed has ended with an error. */
export function refusedBy(error: unknown): Connection {
  if (error instanceof FeedRefusedError && error.status === 401) {
    return { state: 'locked', wasWrong: error.problem?.code === 'THELOOK_TOKEN_WRONG' };
  }
  const said = error instanceof FeedRefusedError ? error.problem?.detail : undefined;
  return { state: 'refused', reason: said ?? (error instanceof Error ? error.message : String(error)) };
}

function connectionOf({ status, database }: Pick<FeedState, 'status' | 'database'>): Connection {
  switch (status.connection) {
    case 'connecting':
      return { state: 'connecting' };
    case 'reconnecting':
      return waiting(status);
    case 'live':
      return { state: database?.database === 'lost' ? 'database-lost' : 'live' };
  }
}

/** The server's codes for there being no room. */
const noRoom = /^THELOOK_TOO_MANY_/;

function waiting({
  retryAt,
  reason,
}: Extract<FeedState['status'], { connection: 'reconnecting' }>): Connection {
  const problem = reason instanceof FeedConnectionError ? reason.problem : undefined;
  return problem && noRoom.test(problem.code)
    ? { state: 'full', nextTryAt: retryAt, reason: problem.detail }
    : { state: 'reconnecting', nextTryAt: retryAt };
}
