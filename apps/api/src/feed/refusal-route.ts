import { problem, SUBPROTOCOL, type Problem } from '@thelook/feed';
import { Router, type Request } from 'express';
import { FEED_PATH } from './feed-request.js';
import { refusalHeaders } from './refusal.js';

const upgradeRequired = problem(426, {
  code: 'THELOOK_UPGRADE_REQUIRED',
  detail: `There is room for this feed: connect with a WebSocket and the subprotocol ${SUBPROTOCOL}.`,
});

/**
 * `GET /ws` without an upgrade: the refusal that an upgrade to thelook.v1 would meet now, else 426. A browser keeps the
 * answer to an upgrade from its page; here the page can read it.
 *
 * @param refusalOf what a client from this address, with this query, would be refused with.
 */
export function createRefusalRoute(
  refusalOf: (query: string, address: string) => Problem | undefined,
): Router {
  const router = Router();
  router.get(FEED_PATH, (request, response) => {
    const refusal = refusalOf(queryOf(request), request.socket.remoteAddress ?? '');
    const answer = refusal ?? upgradeRequired;
    response.status(answer.status).set(refusalHeaders(answer));
    if (!refusal) response.set({ Upgrade: 'websocket', Connection: 'Upgrade' });
    // Pages of any origin may open the WebSocket, so any may know why they cannot.
    response.set('Access-Control-Allow-Origin', '*').end(JSON.stringify(answer));
  });
  return router;
}

function queryOf({ originalUrl }: Request): string {
  return originalUrl.slice(FEED_PATH.length);
}
