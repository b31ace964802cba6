import type { Backoff } from './backoff.js';
import { FeedSession } from './feed-session.js';
import type { WebSocketConstructor } from './feed-socket.js';
import type { ConnectionStatus, FeedState } from './feed-state.js';
import { feedUrl, parseFeedQuery, type FeedQuery } from './query.js';

export { FeedConnectionError, FeedRefusedError } from './connection-errors.js';
export type { WebSocketConstructor, WebSocketLike } from './feed-socket.js';
export type { ConnectionStatus, FeedState } from './feed-state.js';
export { FeedMessageError } from './parse-message.js';
export { FeedQueryError } from './query.js';

/** What to connect to, and how. What is left out, the server decides. */
export interface FeedOptions extends Partial<Omit<FeedQuery, 'resume'>> {
  /** Ends the iteration, without an error. */
  signal?: AbortSignal | undefined;
  /** The constructor to connect with. Default: the global one; Node.js 20 has none, take the one of `ws`. */
  WebSocket?: WebSocketConstructor | undefined;
  /**
   * Lets the client in where the server wants a token (`AUTH_TOKEN`): 1 to 200 visible ASCII characters. It goes along
   * in the handshake, never in an address.
   */
  token?: string | undefined;
  /** Told at once when the connection changes, even when nobody is asking for the next state. */
  onStatus?: ((status: ConnectionStatus) => void) | undefined;
  backoff?: Partial<Backoff> | undefined;
  /**
   * Milliseconds without any message after which a connection counts as dead, while the server should be sending.
   * Default: four refreshes, at least 30,000. It is also the time that connecting may take, then at most 10,000.
   */
  silenceMs?: number | undefined;
}

/** There is nothing to connect with. */
export class NoWebSocketError extends Error {
  readonly code = 'THELOOK_NO_WEBSOCKET';

  constructor() {
    super(
      'There is no global WebSocket here; pass one: connectFeed(url, { WebSocket }), as of the package ws.',
    );
    this.name = 'NoWebSocketError';
  }
}

/**
 * Follows a feed of `thelook.v1`: an endless series of states, each the whole window as of then. Connects when the
 * iteration begins and closes when it is left; each iteration has its own connection.
 *
 * A lost connection is made again after up to half a second, later up to 5, at random, and goes on where it was; when
 * the server says how long to wait (`Retry-After`), that comes first. A consumer that is
 * slower than the feed gets the newest state each time and never a backlog. States do not change once they are
 * handed out.
 *
 * The iteration throws {@link FeedRefusedError} when the server refuses the request for good, also for want of a token
 * (its `status` is 401). While it refuses for now,
 * as when it is full, the status has a {@link FeedConnectionError} with the server's `problem`. Browsers and Node.js 22
 * keep that answer to themselves; there, the server is asked once more without an upgrade.
 *
 * @param url the server's address, as `http://localhost:8000` or `ws://localhost:8000/ws`; its query counts, too.
 * @throws {FeedQueryError} when an option is out of its bounds; {@link NoWebSocketError} without a constructor.
 * @example
 * for await (const { items, at } of connectFeed('http://localhost:8000', { filters: { country: ['Spain'] } })) {
 *   console.log(at, items.size);
 * }
 */
export function connectFeed(url: string, options: FeedOptions = {}): AsyncIterable<FeedState> {
  const { feed, lookbackMinutes, refreshSeconds, filters, ...connection } = options;
  const query = Object.entries({ feed, lookbackMinutes, refreshSeconds, filters });
  const address = feedUrl(url, Object.fromEntries(query.filter(([, value]) => value !== undefined)));
  parseFeedQuery(new URL(address).search, { lookbackMinutes: 1, refreshSeconds: 1 });
  const WebSocket = options.WebSocket ?? globalWebSocket();
  return { [Symbol.asyncIterator]: () => new FeedSession({ ...connection, address, WebSocket }) };
}

function globalWebSocket(): WebSocketConstructor {
  const { WebSocket } = globalThis as { WebSocket?: WebSocketConstructor };
  if (!WebSocket) throw new NoWebSocketError();
  return WebSocket;
}
