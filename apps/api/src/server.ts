import type { Socket } from 'node:net';
import type { ConnectionConfig, Database } from '@thelook/db';
import type { Logger } from '@thelook/service';
import { sql, type Kysely } from 'kysely';
import { createDashboardRoutes } from './dashboard/dashboard-routes.js';
import { defaultDoor, Door, type DoorOptions } from './door/door.js';
import { HttpConnections } from './door/http-connections.js';
import { createHttpServer } from './door/http-server.js';
import type { TlsCredentials } from './door/tls-files.js';
import { createFeed } from './feed/feed.js';
import { defaultLimits, type FeedLimits } from './feed/limits.js';
import { createRefusalRoute } from './feed/refusal-route.js';
import { listen } from './listen.js';
import { warnOfOpenFiles } from './open-files.js';
import { notReady } from './readiness.js';
import { createRestRoutes } from './rest/rest-routes.js';
import { createWindowReader } from './rest/window-reader.js';
import { createRoutes } from './routes.js';
import { WatchedShop } from './shop/shop-facts.js';
import { CoalescedCall } from './window/coalesced-call.js';
import { createWindowSource, type WindowSourceOptions } from './window/sales-window.js';

/** How long clients get to answer the goodbye. */
const CLOSE_MS = 3_000;

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
  /** Sees the clients off and ends; idempotent, and over within `drainSeconds` and five seconds more. */
  close(): Promise<void>;
}

/** Serves HTTP and WebSocket; resolves when listening. The database may come up later. */
export async function startServer(options: ApiServerOptions): Promise<ApiServer> {
  const { db, config, host, port, lookbackMinutes, refreshSeconds, logger, windowMode } = options;
  const limits = given(options, defaultLimits);
  const door = new Door(given(options, defaultDoor));
  const source = createWindowSource({ config, db, logger, mode: windowMode, maxItems: limits.maxItems });
  const shop = new WatchedShop({ config, db, logger, isFollowed: windowMode !== 'query' });
  const feed = createFeed({
    door,
    shop,
    source,
    limits,
    defaults: { lookbackMinutes, refreshSeconds },
    logger,
  });
  // However many ask at once, the feed's connections stay free.
  const ping = new CoalescedCall(() => sql`select 1`.execute(db));
  let closing: Promise<void> | undefined;
  const routes = createRoutes({
    door,
    onRefusal: (code) => feed.metrics.refusals.inc({ code }),
    dashboard: createDashboardRoutes({ directory: options.pageDir }),
    registry: feed.metrics.registry,
    feed: createRefusalRoute((request) => feed.server.refusalOf(request)),
    rest: createRestRoutes({ readWindow: createWindowReader(db), lookbackMinutes, logger }),
    notReady: async () =>
      closing
        ? 'the server is going away'
        : notReady(feed.channels.windows(), () => ping.call(), feed.channels.defaultOverload),
  });

  const server = createHttpServer({ tls: options.tls, unreadSeconds: limits.slowClientSeconds });
  const connections = new HttpConnections({
    places: limits.maxHttpConnections,
    isProxy: (address) => door.addresses.isProxy(address),
  });
  connections.watch(server);
  server.on('request', (request, response) => void routes(request, response));
  // What an upgrade comes with is a socket, with TLS or without.
  server.on('upgrade', (request, socket, head) => {
    if (feed.server.upgrade(request, socket as Socket, head)) connections.release(socket as Socket);
  });
  warnOfOpenFiles(logger, limits);
  const { url, isLocal } = await listen(server, host, port);
  if (!isLocal && door.isOpen) logger.warn({ url }, 'everybody who can connect is let in: set AUTH_TOKEN');

  const close = async () => {
    // Until the last client has gone, newcomers are told when to come again.
    await feed.close(CLOSE_MS);
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    await Promise.all([source.stop(), shop.stop()]);
    server.closeAllConnections();
    await closed;
  };
  return { url, close: () => (closing ??= close()) };
}

/** The options of these names, with their defaults where they are not given. */
function given<Options extends object>(options: Partial<Options>, defaults: Options): Options {
  const names = Object.keys(defaults) as (keyof Options)[];
  const set = names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]);
  return { ...defaults, ...Object.fromEntries(set) };
}
