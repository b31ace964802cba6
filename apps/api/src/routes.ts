import { problem, type Problem } from '@thelook/feed';
import express, { type Express, type Request, type RequestHandler, type Router } from 'express';
import type { Registry } from 'prom-client';
import type { Door } from './door/door.js';
import { refuseRequest } from './door/refusal.js';

export interface RouteOptions {
  door: Door;
  /** Told the code of each request that the door has refused. */
  onRefusal: (code: string) => void;
  /** Resolves with the reason why the api is not ready, or undefined when it is. */
  notReady: () => Promise<string | undefined>;
  registry: Registry;
  /** The live page. */
  dashboard: Router;
  /** What the feed says to those who come without an upgrade. */
  feed: Router;
  /** What there is below /api/v1. */
  rest: Router;
}

const index = `theLook: a fashion shop that never closes

/         the live page, once it is built: npx nx run dashboard:build
/ws       WebSocket: the last minutes of sales, a JSON string that holds a JSON array;
          with the subprotocol thelook.v1, what changes of them, or their figures
/api/v1   order-items, summary: the same for those who ask once; openapi.json, asyncapi.json
/healthz  alive
/readyz   the database answers and the feed is fresh
/metrics  Prometheus text
`;

/** Keeps what is answered from being taken for a script or a picture of another site's page. */
const headersOfAll = {
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
} as const;

/**
 * The api's HTTP side: everything but the WebSocket. The page's files and the two checks of health are for whoever the
 * door lets in; what follows them needs a token, too, where there are any.
 */
export function createRoutes(options: RouteOptions): Express {
  const { door, notReady, registry, dashboard, feed, rest } = options;
  const only = (refusalOf: (request: Request) => Problem | undefined) => refusing(refusalOf, options);
  const app = express();
  app.disable('x-powered-by');
  app.use((_request, response, next) => {
    response.set(headersOfAll);
    next();
  });
  app.use(only((request) => door.strangerOf(request)));
  app.use(dashboard);
  // Only while the dashboard has not been built.
  app.get('/', (_request, response) => {
    response.type('text/plain').send(index);
  });
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.get('/readyz', async (_request, response) => {
    const reason = await notReady();
    if (reason === undefined) response.json({ status: 'ready' });
    else response.status(503).json({ status: 'not ready', reason });
  });
  app.use(feed);
  app.use(only((request) => door.tokenless(request)));
  app.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
  app.use(rest);
  app.use((request, response) => {
    const detail = `${request.method} ${request.path} is not here; /, /ws, /api/v1, /healthz, /readyz and /metrics are.`;
    refuseRequest(response, problem(404, { code: 'THELOOK_NOT_FOUND', detail }));
  });
  return app;
}

function refusing(
  refusalOf: (request: Request) => Problem | undefined,
  { onRefusal }: RouteOptions,
): RequestHandler {
  return (request, response, next) => {
    const refusal = refusalOf(request);
    if (!refusal) return next();
    onRefusal(refusal.code);
    refuseRequest(response, refusal);
  };
}
