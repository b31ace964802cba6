import {
  FeedQueryError,
  parseFeedQuery,
  problem,
  queryProblem,
  RECORDS_SUBPROTOCOL,
  SUBPROTOCOL,
  type FeedQuery,
  type Problem,
  type QueryDefaults,
} from '@thelook/feed';
import { offeredProtocols } from '../door/token-check.js';

/** Where the feed is. */
export const FEED_PATH = '/ws';

/** What a client wants: the records feed, or a feed of thelook.v1; or why it cannot have it. */
export type FeedRequest =
  | { feed: 'records'; query?: undefined }
  | { feed: 'v1'; query: FeedQuery }
  | { feed: 'refused'; problem: Problem; retryAfterSeconds?: number | undefined };

/**
 * Reads the request of an upgrade. Without a subprotocol, or with its own, it is for the records feed, whatever its
 * query.
 *
 * @param protocols the subprotocols that are offered, as the header has them.
 */
export function readFeedRequest(
  url: string,
  protocols: string | undefined,
  defaults: QueryDefaults,
): FeedRequest {
  const [path = '', ...query] = url.split('?');
  if (path !== FEED_PATH) {
    return refused(
      problem(404, {
        code: 'THELOOK_NOT_FOUND',
        detail: `No WebSocket is at this path; it is at ${FEED_PATH}.`,
      }),
    );
  }
  const offered = offeredProtocols({ 'sec-websocket-protocol': protocols });
  if (offered === undefined) return { feed: 'records' };
  const chosen = chosenProtocol(offered);
  if (chosen === undefined) return refused(subprotocolProblem(offered.join(', ')));
  return chosen === RECORDS_SUBPROTOCOL ? { feed: 'records' } : readFeedQuery(query.join('?'), defaults);
}

/** The first of the subprotocols offered that is spoken here; undefined when there is none. */
export function chosenProtocol(offered: readonly string[]): string | undefined {
  return offered.find((name) => name === SUBPROTOCOL || name === RECORDS_SUBPROTOCOL);
}

/** Reads the query of a feed of thelook.v1. */
export function readFeedQuery(query: string, defaults: QueryDefaults): FeedRequest {
  try {
    return { feed: 'v1', query: parseFeedQuery(query, defaults) };
  } catch (error) {
    if (error instanceof FeedQueryError) return refused(queryProblem(error));
    throw error;
  }
}

function subprotocolProblem(offered: string): Problem {
  return problem(400, {
    code: 'THELOOK_SUBPROTOCOL',
    detail: `None of the subprotocols offered is spoken here: offer ${SUBPROTOCOL}, or ${RECORDS_SUBPROTOCOL} or none for the records feed.`,
    field: 'Sec-WebSocket-Protocol',
    value: offered.slice(0, 100),
    allowed: `${SUBPROTOCOL} or ${RECORDS_SUBPROTOCOL}`,
  });
}

/** No, and why. */
export function refused(
  problem: Problem,
  retryAfterSeconds?: number,
): Extract<FeedRequest, { feed: 'refused' }> {
  return { feed: 'refused', problem, retryAfterSeconds };
}
