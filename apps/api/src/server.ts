import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { windowQuery, type Database } from '@thelook/db';
import type { SalesRecord } from '@thelook/feed';
import type { Logger } from '@thelook/service';
import { sql, type Kysely } from 'kysely';
import { WebSocketServer } from 'ws';
import { FanOut } from './fan-out.js';
import { createMetrics } from './metrics.js';
import { notReady } from './readiness.js';
import { RecordsWindow } from './records-window.js';
import { createRoutes } from './routes.js';

/** Clients have nothing to say; what they say must be small. */
const MAX_MESSAGE_BYTES = 1024;
/** How long clients get to answer the goodbye. */
const CLOSE_MS = 2_000;

export interface ApiServerOptions {
  db: Kysely<Database>;
  host: string;
  port: number;
  lookbackMinutes: number;
  refreshSeconds: number;
  logger: Logger;
}

export interface ApiServer {
  /** `http://127.0.0.1:8000` */
  url: string;
  /** Says goodbye to the clients and ends; idempotent. */
  close(): Promise<void>;
}

/** Serves HTTP and WebSocket; resolves when listening. The database may come up later. */
export async function startServer(options: ApiServerOptions): Promise<ApiServer> {
  const { db, host, port, lookbackMinutes, refreshSeconds, logger } = options;
  const refreshMs = refreshSeconds * 1_000;
  const metrics = createMetrics(() => fanOut.size);
  const fanOut = new FanOut({
    onSent: (bytes) => {
      metrics.framesSent.inc();
      metrics.bytesSent.inc(bytes);
    },
    onSkipped: () => metrics.framesSkipped.inc(),
  });
  const window = new RecordsWindow({
    query: () => readWindow(db, lookbackMinutes),
    refreshMs,
    logger,
    onFrame: (frame) => fanOut.broadcast(frame),
    onRefresh: (refresh) => {
      metrics.refreshSeconds.observe(refresh.seconds);
      if ('rows' in refresh) metrics.windowRows.set(refresh.rows);
      else metrics.refreshFailures.inc();
    },
  });
  const ping = () => sql`select 1`.execute(db);
  const routes = createRoutes({
    registry: metrics.registry,
    notReady: () => notReady(window, refreshMs, ping),
  });

  const server = createServer((request, response) => void routes(request, response));
  const sockets = new WebSocketServer({
    server,
    path: '/ws',
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    clientTracking: false,
  });
  sockets.on('connection', (client) => {
    const { frame } = window;
    fanOut.add(client);
    client.on('error', (error) => logger.debug({ reason: error.message }, 'client failed'));
    client.on('close', () => {
      fanOut.delete(client);
      if (fanOut.size === 0) void window.stop();
    });
    if (frame) fanOut.send(client, frame);
    window.start();
  });
  await listen(server, host, port);

  let closing: Promise<void> | undefined;
  const close = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    await Promise.all([window.stop(), fanOut.close(CLOSE_MS)]);
    server.closeAllConnections();
    await closed;
  };
  return { url: urlOf(server), close: () => (closing ??= close()) };
}

/** PostgreSQL's code for a table that does not exist. */
const UNDEFINED_TABLE = '42P01';

/** The window's rows; none as long as the generator has never run and there are no tables. */
async function readWindow(db: Kysely<Database>, minutes: number): Promise<SalesRecord[]> {
  try {
    return await windowQuery(db, minutes).execute();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === UNDEFINED_TABLE) return [];
    throw error;
  }
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
