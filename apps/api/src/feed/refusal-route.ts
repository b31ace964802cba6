import { problem, SUBPROTOCOL, type Problem } from '@thelook/feed';
import { Router, type Request, type Response } from 'express';
import type { IncomingMessage } from 'node:http';
import { refusalHeaders } from '../door/refusal.js';
import { FEED_PATH } from './feed-request.js';

/** How long a browser may remember what it may ask, in seconds. */
const PREFLIGHT_AGE = '600';

const upgradeRequired = problem(426, {
  code: 'THELOOK_UPGRADE_REQUIRED',
  detail: `There is room for this feed: connect with a WebSocket and the subprotocol ${SUBPROTOCOL}.`,
});

/**
 * `GET /ws` without an upgrade: the refusal that an upgrade to thelook.v1 would meet now, else 426. A browser keeps the
 * answer to an upgrade from its page; here the pages that may connect can read it, and they may send a token along.
 *
 * @param refusalOf what an upgrade that is like this request would be refused with.
 */
export function createRefusalRoute(refusalOf: (request: IncomingMessage) => Problem | undefined): Router {
  const router = Router();
  router.get(FEED_PATH, (request, response) => {
    const refusal = refusalOf(request);
    const answer = refusal ?? upgradeRequired;
    response.status(answer.status).set(refusalHeaders(answer));
    if (!refusal) response.set({ Upgrade: 'websocket', Connection: connectionOf(response) });
    letPageRead(request, response);
    response.end(JSON.stringify(answer));
  });
  router.options(FEED_PATH, (request, response) => {
    letPageRead(request, response);
    if (request.headers.origin !== undefined) {
      response.set('Access-Control-Allow-Headers', 'Authorization');
      response.set('Access-Control-Max-Age', PREFLIGHT_AGE);
    }
    response.status(204).set('Allow', 'GET, HEAD, OPTIONS').end();
  });
  return router;
}

/** Once this header is ours, Node.js ends the connection for whoever wants that only if it says so. */
function connectionOf({ shouldKeepAlive }: Response): string {
  return shouldKeepAlive ? 'Upgrade' : 'Upgrade, close';
}

/** The door has let this origin in, and no other may read the answer. */
function letPageRead({ headers: { origin } }: Request, response: Response): void {
  response.vary('Origin');
  if (origin === undefined) return;
  response.set('Access-Control-Allow-Origin', origin);
  response.set('Access-Control-Expose-Headers', 'Retry-After');
}
