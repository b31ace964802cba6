import { PROTOCOL_VERSION, type FeedKind, type FeedQuery, type HelloMessage } from '@thelook/feed';
import { shareOf } from './admission.js';
import type { ChannelKind } from './channels.js';
import { Frame } from './frame.js';
import { ItemsState } from './items-state.js';
import { MAX_MESSAGE_BYTES, type FeedLimits } from './limits.js';
import { RecordsState } from './records-state.js';
import { compileSlotFilter } from './slot-filter.js';
import type { SummaryCountersOptions } from './summary-counters.js';
import { SummaryState } from './summary-state.js';

export interface KindOptions {
  limits: FeedLimits;
  /** Name and version of this program. */
  server: string;
  /** What summaries say of the shop. */
  shop: SummaryCountersOptions['shop'];
}

/** The view that all clients of the records feed share. */
export const RECORDS_VIEW = 'records';

/** The views of the default window that nobody can be kept out of. */
export const reservedViews: readonly string[] = [RECORDS_VIEW, plainView('items'), plainView('summary')];

/** The records feed. */
export function recordsKind({ compress }: FeedLimits): ChannelKind {
  return {
    hello: undefined,
    state: ({ items }) => new RecordsState(items, compress),
  };
}

/** The kind of feed and its filters, which are in canonical form: the same text for the same view. */
export function viewOf({ feed, filters }: Pick<FeedQuery, 'feed' | 'filters'>): string {
  return `${feed} ${JSON.stringify(filters)}`;
}

function plainView(feed: FeedKind): string {
  return viewOf({ feed, filters: {} });
}

/** A feed of thelook.v1. */
export function kindOf(query: FeedQuery, { limits, server, shop }: KindOptions): ChannelKind {
  return {
    hello: new Frame(JSON.stringify(hello(query, limits, server))),
    state: (window) => {
      const { items, lookbackMinutes } = window;
      const options = { items, filter: compileSlotFilter(query.filters, items), at: () => window.at };
      return query.feed === 'items'
        ? new ItemsState({ ...options, compress: limits.compress })
        : new SummaryState({ ...options, lookbackMinutes, shop });
    },
  };
}

function hello(query: FeedQuery, limits: FeedLimits, server: string): HelloMessage {
  return {
    type: 'hello',
    version: PROTOCOL_VERSION,
    feed: query.feed,
    lookback_minutes: query.lookbackMinutes,
    refresh_seconds: query.refreshSeconds,
    filters: query.filters,
    limits: {
      max_clients: limits.maxClients,
      max_clients_per_address: limits.maxClientsPerAddress ?? shareOf(limits.maxClients, 0),
      max_message_bytes: MAX_MESSAGE_BYTES,
      max_queued_bytes: limits.maxQueuedBytes,
      slow_client_seconds: limits.slowClientSeconds,
    },
    server,
  };
}
