import type { QueryDefaults } from '@thelook/feed';
import { readVersion, type Logger } from '@thelook/service';
import type { Door } from '../door/door.js';
import { createMetrics, type Metrics } from '../metrics.js';
import type { ItemView, ViewChange } from '../window/item-view.js';
import type { WindowSource } from '../window/sales-window.js';
import { Channels } from './channels.js';
import type { KindOptions } from './feed-kinds.js';
import { FeedServer } from './feed-server.js';
import type { FeedLimits } from './limits.js';
import { SlowClients } from './slow-clients.js';

/** Name and version of the program, for the clients. */
const SERVER = `thelook-api/${readVersion(new URL('../../package.json', import.meta.url))}`;

export interface FeedOptions {
  door: Door;
  source: WindowSource;
  limits: FeedLimits;
  /** The window of the records feed, and of whoever asks for no other. */
  defaults: QueryDefaults;
  /** What summaries say of the shop; undefined: nothing. */
  shop?: KindOptions['shop'];
  logger: Logger;
}

export interface Feed {
  server: FeedServer;
  channels: Channels;
  metrics: Metrics;
  /** Sees the clients off, which takes `ms` at most. */
  close(ms: number): Promise<void>;
}

/** Puts the parts of the feed together, and counts what they do. */
export function createFeed({ door, source, limits, defaults, shop, logger }: FeedOptions): Feed {
  const metrics = createMetrics({
    clients: () => server.clients,
    slowClients: () => slow.size,
    queuedBytes: () => slow.queuedBytes,
    windows: () => [...channels.windows()].length,
    views: () => channels.views,
    windowRows: () => [...channels.windows()].reduce((sum, { items }) => sum + items.size, 0),
  });
  const slow = new SlowClients({
    seconds: limits.slowClientSeconds,
    places: limits.maxSlowClients,
    onTooSlow: ({ webSocket }) => {
      metrics.evictions.inc({ reason: 'slow' });
      webSocket.close(1013, 'reading too slowly, connect again');
    },
  });
  const channels = new Channels({
    source,
    limits,
    defaults,
    slow,
    onFailure: (error) => logger.error({ err: error }, 'a view has failed'),
    onRound: ({ clients, bytes, rows, skipped }) => {
      metrics.framesSent.inc(clients);
      metrics.bytesSent.inc(bytes);
      metrics.rowsOut.inc(rows);
      metrics.framesSkipped.inc(skipped);
    },
    events: {
      onRefresh: ({ querySeconds, seconds, change, items, previousAt }) => {
        metrics.querySeconds.observe(querySeconds);
        metrics.refreshSeconds.observe(seconds);
        const { isReset, added, changed, removed } = change;
        metrics.rowsIn.inc(isReset ? items.size : added.length + changed.length + removed.length);
        for (const age of agesOfNew(change, items, previousAt)) {
          metrics.lagSeconds.observe(age / 1_000 + seconds);
        }
      },
      onLost: (error) => {
        metrics.refreshFailures.inc();
        logger.warn(
          { reason: error instanceof Error ? error.message : String(error) },
          'the window cannot be read',
        );
      },
      onBack: () => logger.info('the window is fresh again'),
    },
  });
  const server = new FeedServer({
    door,
    channels,
    slow,
    limits,
    defaults,
    server: SERVER,
    shop,
    logger,
    onEviction: (reason) => metrics.evictions.inc({ reason }),
    onRefusal: (code) => metrics.refusals.inc({ code }),
  });
  const close = async (ms: number) => {
    // Those who have not been seen off yet go on getting what is new.
    await server.close(ms);
    channels.close();
    slow.stop();
  };
  return { server, channels, metrics, close };
}

/** New items whose age is looked at: more of them say nothing more. */
const MAX_AGES = 1_000;

/**
 * Ages in milliseconds, by the database's clock, of the items that a refresh was the first to see. Those that are as
 * old as the refresh before were not created when they were committed, and say nothing about how long it took.
 */
function agesOfNew({ at, added }: ViewChange, { json }: ItemView, previousAt: number): number[] {
  if (previousAt === 0) return [];
  const looked = Math.min(added.length, MAX_AGES);
  const ages = Array.from({ length: looked }, (_, position) => at - json.createdAt(added.at(position)));
  return ages.filter((age) => age >= 0 && age < at - previousAt);
}
