import type { FeedItem } from './feed-item.js';
import type { ErrorMessage, FeedMessage, HelloMessage, StatusMessage } from './messages.js';
import { PROTOCOL_VERSION } from './messages.js';
import { FeedMessageError } from './parse-message.js';
import { decodeSummary } from './summary-message.js';
import type { Summary } from './summary.js';

/** How a client stands with the server. */
export type ConnectionStatus =
  | { readonly connection: 'connecting' }
  | { readonly connection: 'live' }
  | {
      readonly connection: 'reconnecting';
      /** 1 for the first try since the connection was lost. */
      readonly attempt: number;
      /** When the next try begins, in milliseconds since 1970. */
      readonly retryAt: number;
      /** Why there is no connection. */
      readonly reason: Error;
    };

/** What a client knows after a message, or after its connection was lost; it does not change afterwards. */
export interface FeedState {
  readonly status: ConnectionStatus;
  /** The window by item id; empty for a summary feed. */
  readonly items: ReadonlyMap<string, FeedItem>;
  /** The figures of a summary feed. */
  readonly summary?: Summary;
  /** The database's clock at the state shown, in milliseconds since 1970; absent before there is one. */
  readonly at?: number;
  /** Names the state shown. */
  readonly cursor?: string;
  /** What the server said about its database; absent as long as there is nothing to say. */
  readonly database?: StatusMessage;
  readonly hello?: HelloMessage;
  /** The server's last complaint on this connection. */
  readonly error?: ErrorMessage;
}

/** Puts a client's window together, message by message. */
export class FeedAssembly {
  #items = new Map<string, FeedItem>();
  /** Whether somebody holds the map, so that it may not change any more. */
  #shared = false;
  #known: Pick<FeedState, 'hello' | 'summary' | 'at' | 'cursor'> = {};
  /** Counts for one connection only. */
  #said: Pick<FeedState, 'database' | 'error'> = {};
  #resume: string | undefined;

  /** The cursor to go on from after a reconnect; undefined when only a snapshot will do. */
  get resume(): string | undefined {
    return this.#resume;
  }

  /** Whether the server is known to send something at every refresh. */
  get expectsMessages(): boolean {
    return this.#said.database?.database !== 'lost';
  }

  /**
   * Takes a message. Either all of it counts or nothing.
   *
   * @throws {FeedMessageError} when it does not follow on what is there; the next connection then begins with a
   * snapshot.
   */
  apply(message: FeedMessage): void {
    switch (message.type) {
      case 'hello':
        this.#greet(message);
        break;
      case 'snapshot':
        this.#items = new Map(message.items.map((item) => [item.item_id, item]));
        this.#shared = false;
        this.#arrive(message);
        break;
      case 'delta':
        this.#change(message);
        this.#arrive(message);
        break;
      case 'summary':
        this.#known = { ...this.#known, summary: decodeSummary(message) };
        this.#show(message);
        break;
      case 'status':
        this.#said = { ...this.#said, database: message };
        break;
      case 'error':
        this.#said = { ...this.#said, error: message };
    }
  }

  /** The state as of now. */
  state(status: ConnectionStatus): FeedState {
    this.#shared = true;
    return { ...this.#known, ...this.#said, status, items: this.#items };
  }

  #greet(hello: HelloMessage): void {
    if (hello.version !== PROTOCOL_VERSION)
      throw new FeedMessageError(`its version is ${hello.version}, not 1`);
    this.#known = { ...this.#known, hello };
    this.#said = {};
  }

  #change(delta: Extract<FeedMessage, { type: 'delta' }>): void {
    if (delta.previous !== this.#resume) {
      const has = this.#resume ?? 'none';
      this.#resume = undefined;
      throw new FeedMessageError(`the delta applies to ${delta.previous}, but the state here is ${has}`);
    }
    if (this.#shared) this.#items = new Map(this.#items);
    this.#shared = false;
    for (const id of delta.removed) this.#items.delete(id);
    for (const item of delta.added) this.#items.set(item.item_id, item);
    for (const item of delta.changed) this.#items.set(item.item_id, item);
  }

  #arrive(message: { cursor: string; at: number }): void {
    this.#resume = message.cursor;
    this.#show(message);
  }

  #show({ cursor, at }: { cursor: string; at: number }): void {
    this.#known = { ...this.#known, cursor, at };
  }
}
