import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import type { ConnectionConfig, Database } from '@thelook/db';
import type { Logger } from '@thelook/service';
import { sql, type Kysely } from 'kysely';
import { createDashboardRoutes } from './dashboard/dashboard-routes.js';
import { createFeed } from './feed/feed.js';
import { defaultLimits, type FeedLimits } from './feed/limits.js';
import { createRefusalRoute } from './feed/refusal-route.js';
import { listen } from './listen.js';
import { notReady } from './readiness.js';
import { createRestRoutes } from './rest/rest-routes.js';
import { createWindowReader } from './rest/window-reader.js';
import { createRoutes } from './routes.js';
import { CoalescedCall } from './window/coalesced-call.js';
import { createWindowSource, type WindowSourceOptions } from './window/sales-window.js';

/** How long clients get to answer the goodbye. */
const CLOSE_MS = 3_000;
/** How long a connection may take to say what it wants. */
const HEADERS_MS = 10_000;
/** How often connections are looked at for that. */
const CHECK_MS = 2_500;

export interface ApiServerOptions extends Partial<FeedLimits> {
  db: Kysely<Database>;
  /** For the connection that changes come through. */
  config: ConnectionConfig;
  host: string;
  port: number;
  lookbackMinutes: number;
  refreshSeconds: number;
  /** Default: `auto`. */
  windowMode?: WindowSourceOptions['mode'];
  /** Folder of the live page; by default the one that this workspace builds. */
  pageDir?: string | undefined;
  logger: Logger;
}

export interface ApiServer {
  /** `http://127.0.0.1:8000` */
  url: string;
  /** Says goodbye to the clients and ends; idempotent, and over within five seconds. */
  close(): Promise<void>;
}

/** Serves HTTP and WebSocket; resolves when listening. The database may come up later. */
export async function startServer(options: ApiServerOptions): Promise<ApiServer> {
  const { db, config, host, port, lookbackMinutes, refreshSeconds, logger, windowMode } = options;
  const limits = limitsOf(options);
  const source = createWindowSource({ config, db, logger, mode: windowMode });
  const feed = createFeed({
    source,
    limits,
    defaults: { lookbackMinutes, refreshSeconds },
    logger,
  });
  // However many ask at once, the feed's connections stay free.
  const ping = new CoalescedCall(() => sql`select 1`.execute(db));
  const routes = createRoutes({
    dashboard: createDashboardRoutes({ directory: options.pageDir }),
    registry: feed.metrics.registry,
    feed: createRefusalRoute((query, address) => feed.server.refusalOf(query, address)),
    rest: createRestRoutes({ readWindow: createWindowReader(db), lookbackMinutes, logger }),
    notReady: () => notReady(feed.channels.windows(), () => ping.call()),
  });

  const server = createServer(
    { headersTimeout: HEADERS_MS, connectionsCheckingInterval: CHECK_MS },
    (request, response) => void routes(request, response),
  );
  // Without TLS in between, what an upgrade comes with is a socket.
  server.on('upgrade', (request, socket, head) => feed.server.upgrade(request, socket as Socket, head));
  const url = await listen(server, host, port);

  let closing: Promise<void> | undefined;
  const close = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    await Promise.all([feed.close(CLOSE_MS), source.stop()]);
    server.closeAllConnections();
    await closed;
  };
  return { url, close: () => (closing ??= close()) };
}

function limitsOf(options: Partial<FeedLimits>): FeedLimits {
  const names = Object.keys(defaultLimits) as (keyof FeedLimits)[];
  const given = names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]);
  return { ...defaultLimits, ...Object.fromEntries(given) };
}
