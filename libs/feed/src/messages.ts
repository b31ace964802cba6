import type { FeedItem } from './feed-item.js';
import type { FeedFilters } from './filter.js';
import type { SummaryMessage } from './summary-message.js';

/** What a client asks for at the upgrade, in `Sec-WebSocket-Protocol`. */
export const SUBPROTOCOL = 'thelook.v1';

/** The records feed by name, for clients that have to offer something: a browser with a token. */
export const RECORDS_SUBPROTOCOL = 'thelook.records';

/** What the subprotocol begins with that carries a token, as base64url; the server never chooses it. */
export const TOKEN_SUBPROTOCOL = 'thelook.token.';

/** The number of the protocol, as `hello` gives it. */
export const PROTOCOL_VERSION = 1;

/** `items`: every item of the window. `summary`: the window in figures. */
export type FeedKind = 'items' | 'summary';

/** What the server holds a client to. */
export interface FeedLimits {
  max_clients: number;
  max_clients_per_address: number;
  /** Bytes of a message from the client. */
  max_message_bytes: number;
  /** Bytes that may wait for one client, or one frame where that is larger; past it, the client skips states. */
  max_queued_bytes: number;
  /** A client that does not drain for so long is closed with 1013. */
  slow_client_seconds: number;
}

/** The first message: what the client is going to get. */
export interface HelloMessage {
  type: 'hello';
  version: typeof PROTOCOL_VERSION;
  feed: FeedKind;
  lookback_minutes: number;
  refresh_seconds: number;
  filters: FeedFilters;
  limits: FeedLimits;
  /** Name and version of the server's program. */
  server: string;
}

/** The whole window of an `items` feed: it replaces whatever the client has. */
export interface SnapshotMessage {
  type: 'snapshot';
  /** Names this state; `resume` takes it after a reconnect. */
  cursor: string;
  /** The database's clock, in milliseconds since 1970. */
  at: number;
  items: FeedItem[];
}

/** What has changed since the state `previous`; empty at a refresh that changed nothing. */
export interface DeltaMessage {
  type: 'delta';
  cursor: string;
  /** The cursor of the state that this applies to. */
  previous: string;
  at: number;
  /** Items that the client does not have. */
  added: FeedItem[];
  /** Items that the client has, as they are now. */
  changed: FeedItem[];
  /** Ids of items that the client has and that have left the window. */
  removed: string[];
}

/** Sent when the database is lost, when it is back, and after `hello` while it is lost. */
export interface StatusMessage {
  type: 'status';
  database: 'up' | 'lost';
  /** When this became so by the server's clock, in milliseconds since 1970. */
  since: number;
  /** `at` of the newest state there is while the database is lost; null without one, and while it is up. */
  stale_since: number | null;
}

/** Why the server is about to close the connection, or could not do something. */
export interface ErrorMessage {
  type: 'error';
  /** For programs. */
  code: string;
  /** For people. */
  message: string;
  /** What to do about it. */
  action: string;
}

/** Every message of `thelook.v1`. Each is one text frame of JSON, from the server; clients send none. */
export type FeedMessage =
  HelloMessage | SnapshotMessage | DeltaMessage | SummaryMessage | StatusMessage | ErrorMessage;
