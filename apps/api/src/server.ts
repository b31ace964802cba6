import { createServer, type ServerOptions } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { ConnectionConfig, Database } from '@thelook/db';
import type { Logger } from '@thelook/service';
import { sql, type Kysely } from 'kysely';
import { createDashboardRoutes } from './dashboard/dashboard-routes.js';
import { defaultDoor, Door, type DoorOptions } from './door/door.js';
import type { TlsCredentials } from './door/tls-files.js';
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

export interface ApiServerOptions extends Partial<FeedLimits>, Partial<DoorOptions> {
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
  /** Default: no TLS. */
  tls?: TlsCredentials | undefined;
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
  const limits = given(options, defaultLimits);
  const door = new Door(given(options, defaultDoor));
  const source = createWindowSource({ config, db, logger, mode: windowMode, maxItems: limits.maxItems });
  const feed = createFeed({
    door,
    source,
    limits,
    defaults: { lookbackMinutes, refreshSeconds },
    logger,
  });
  // However many ask at once, the feed's connections stay free.
  const ping = new CoalescedCall(() => sql`select 1`.execute(db));
  const routes = createRoutes({
    door,
    onRefusal: (code) => feed.metrics.refusals.inc({ code }),
    dashboard: createDashboardRoutes({ directory: options.pageDir }),
    registry: feed.metrics.registry,
    feed: createRefusalRoute((request) => feed.server.refusalOf(request)),
    rest: createRestRoutes({ readWindow: createWindowReader(db), lookbackMinutes, logger }),
    notReady: () => notReady(feed.channels.windows(), () => ping.call(), feed.channels.defaultOverload),
  });

  const timeouts = { headersTimeout: HEADERS_MS, connectionsCheckingInterval: CHECK_MS };
  const server = createHttpServer(timeouts, options.tls);
  server.on('request', (request, response) => void routes(request, response));
  // What an upgrade comes with is a socket, with TLS or without.
  server.on('upgrade', (request, socket, head) => feed.server.upgrade(request, socket as Socket, head));
  const { url, isLocal } = await listen(server, host, port);
  if (!isLocal && door.isOpen) logger.warn({ url }, 'everybody who can connect is let in: set AUTH_TOKEN');

  let closing: Promise<void> | undefined;
  const close = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    await Promise.all([feed.close(CLOSE_MS), source.stop()]);
    server.closeAllConnections();
    await closed;
  };
  return { url, close: () => (closing ??= close()) };
}

function createHttpServer(options: ServerOptions, tls: TlsCredentials | undefined) {
  return tls ? createTlsServer({ ...options, ...tls, handshakeTimeout: HEADERS_MS }) : createServer(options);
}

/** The options of these names, with their defaults where they are not given. */
function given<Options extends object>(options: Partial<Options>, defaults: Options): Options {
  const names = Object.keys(defaults) as (keyof Options)[];
  const set = names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]);
  return { ...defaults, ...Object.fromEntries(set) };
}
