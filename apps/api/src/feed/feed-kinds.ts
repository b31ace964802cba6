import {
  compileFilters,
  filtersKey,
  PROTOCOL_VERSION,
  type FeedQuery,
  type HelloMessage,
} from '@thelook/feed';
import type { ChannelKind } from './channels.js';
import { Frame } from './frame.js';
import { ItemsState } from './items-state.js';
import { MAX_MESSAGE_BYTES, type FeedLimits } from './limits.js';
import { RecordsState } from './records-state.js';
import { SummaryState } from './summary-state.js';

/** The view that all clients of the records feed share. */
export const RECORDS_VIEW = 'records';

/** The records feed. */
export const recordsKind: ChannelKind = {
  hello: undefined,
  state: ({ items, at }) => new RecordsState(items.values(), at > 0),
};

/** A text that two queries share exactly when they ask for the same view of a window. */
export function viewOf({ feed, filters }: FeedQuery): string {
  return `${feed} ${filtersKey(filters)}`;
}

/** A feed of thelook.v1. */
export function kindOf(query: FeedQuery, limits: FeedLimits, server: string): ChannelKind {
  const filter = Object.keys(query.filters).length > 0 ? compileFilters(query.filters) : undefined;
  return {
    hello: new Frame(JSON.stringify(hello(query, limits, server))),
    state: ({ items, at, lookbackMinutes }) =>
      query.feed === 'items'
        ? new ItemsState({ items, at, filter })
        : new SummaryState({ items, at, filter, lookbackMinutes }),
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
      max_clients_per_address: limits.maxClientsPerAddress,
      max_message_bytes: MAX_MESSAGE_BYTES,
      max_queued_bytes: limits.maxQueuedBytes,
      slow_client_seconds: limits.slowClientSeconds,
    },
    server,
  };
}
