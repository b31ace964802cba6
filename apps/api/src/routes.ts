import { problem, PROBLEM_MEDIA_TYPE } from '@thelook/feed';
import express, { type Express, type Router } from 'express';
import type { Registry } from 'prom-client';

export interface RouteOptions {
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

/** The api's HTTP side: everything but the WebSocket. */
export function createRoutes({ notReady, registry, dashboard, feed, rest }: RouteOptions): Express {
  const app = express();
  app.disable('x-powered-by');
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
  app.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
  app.use(feed, rest);
  app.use((request, response) => {
    const detail = `${request.method} ${request.path} is not here; /, /ws, /api/v1, /healthz, /readyz and /metrics are.`;
    response
      .status(404)
      .type(PROBLEM_MEDIA_TYPE)
      .json(problem(404, { code: 'THELOOK_NOT_FOUND', detail }));
  });
  return app;
}
