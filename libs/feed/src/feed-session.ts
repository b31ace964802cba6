import { backoffMs, defaultBackoff, type Backoff } from './backoff.js';
import { FeedConnectionError, FeedRefusedError } from './connection-errors.js';
import { FeedSocket, type WebSocketConstructor } from './feed-socket.js';
import { FeedAssembly, type ConnectionStatus, type FeedState } from './feed-state.js';
import { parseMessage } from './parse-message.js';
import { feedUrl } from './query.js';

export interface FeedSessionOptions {
  /** With the query, but for `resume`. */
  address: string;
  WebSocket: WebSocketConstructor;
  token?: string | undefined;
  signal?: AbortSignal | undefined;
  onStatus?: ((status: ConnectionStatus) => void) | undefined;
  backoff?: Partial<Backoff> | undefined;
  silenceMs?: number | undefined;
}

const CONNECT_TIMEOUT_MS = 10_000;
const SILENCE_MS = 30_000;
/** Refreshes that may be late before a connection counts as dead. */
const LATE_REFRESHES = 4;

interface Waiter {
  resolve: (result: IteratorResult<FeedState, undefined>) => void;
  reject: (reason: unknown) => void;
}

/** One iteration over a feed: keeps a connection, and the newest state for whoever asks next. */
export class FeedSession implements AsyncIterator<FeedState, undefined> {
  readonly #options: FeedSessionOptions;
  readonly #assembly = new FeedAssembly();
  readonly #waiting: Waiter[] = [];
  #status: ConnectionStatus = { connection: 'connecting' };
  #socket: FeedSocket | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #silenceMs: number;
  #phase: 'new' | 'running' | 'ended' = 'new';
  #hasNews = false;
  #failure: unknown;

  constructor(options: FeedSessionOptions) {
    this.#options = options;
    this.#silenceMs = options.silenceMs ?? SILENCE_MS;
  }

  next(): Promise<IteratorResult<FeedState, undefined>> {
    if (this.#phase === 'new') this.#start();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#serve();
    });
  }

  return(): Promise<IteratorResult<FeedState, undefined>> {
    this.#hasNews = false;
    this.#end();
    return Promise.resolve({ done: true, value: undefined });
  }

  #start(): void {
    this.#phase = 'running';
    const { signal } = this.#options;
    if (signal?.aborted) return this.#end();
    signal?.addEventListener('abort', this.#abort, { once: true });
    this.#become({ connection: 'connecting' });
    this.#connect();
  }

  readonly #abort = (): void => {
    this.#hasNews = false;
    this.#end();
  };

  #connect(): void {
    const { address, WebSocket, token, silenceMs = CONNECT_TIMEOUT_MS } = this.#options;
    const { resume } = this.#assembly;
    this.#socket = new FeedSocket({
      url: resume === undefined ? address : feedUrl(address, { resume }),
      WebSocket,
      token,
      onFrame: (frame) => this.#receive(frame),
      onEnd: (reason) => this.#lose(reason),
      connectTimeoutMs: Math.min(silenceMs, CONNECT_TIMEOUT_MS),
    });
  }

  #receive(frame: unknown): void {
    const message = parseMessage(frame);
    if (message) this.#assembly.apply(message);
    if (message?.type === 'hello') this.#adopt(message.refresh_seconds);
    this.#socket?.expectWithin(this.#assembly.expectsMessages ? this.#silenceMs : undefined);
    if (message === undefined || message.type === 'hello') return;
    // A server that accepts and then fails at once is not one to come back to quickly.
    if (message.type !== 'error') this.#attempt = 0;
    if (this.#status.connection !== 'live') this.#become({ connection: 'live' });
    this.#announce();
  }

  #adopt(refreshSeconds: number): void {
    const late = LATE_REFRESHES * refreshSeconds * 1_000;
    this.#silenceMs = this.#options.silenceMs ?? Math.max(SILENCE_MS, late);
  }

  #lose(reason: Error): void {
    if (this.#phase !== 'running') return;
    if (reason instanceof FeedRefusedError) return this.#end(reason);
    this.#attempt += 1;
    const asked = reason instanceof FeedConnectionError ? reason.retryAfterMs : undefined;
    const { minMs = defaultBackoff.minMs, maxMs = defaultBackoff.maxMs } = this.#options.backoff ?? {};
    const wait = backoffMs(this.#attempt, { minMs, maxMs }, Math.random(), asked);
    this.#retry = setTimeout(() => this.#connect(), wait);
    const retryAt = Date.now() + wait;
    this.#become({ connection: 'reconnecting', attempt: this.#attempt, retryAt, reason });
    this.#announce();
  }

  #become(status: ConnectionStatus): void {
    this.#status = status;
    this.#options.onStatus?.(status);
  }

  #announce(): void {
    this.#hasNews = true;
    this.#serve();
  }

  #end(failure?: unknown): void {
    if (this.#phase === 'ended') return;
    this.#phase = 'ended';
    this.#failure = failure;
    clearTimeout(this.#retry);
    this.#socket?.close();
    this.#options.signal?.removeEventListener('abort', this.#abort);
    this.#serve();
  }

  /** Gives the newest state to one who waits, and the end to all. */
  #serve(): void {
    if (this.#hasNews && this.#waiting.length > 0) {
      this.#hasNews = false;
      this.#waiting.shift()?.resolve({ done: false, value: this.#assembly.state(this.#status) });
    }
    if (this.#phase !== 'ended') return;
    for (const { resolve, reject } of this.#waiting.splice(0)) {
      const failure = this.#failure;
      this.#failure = undefined;
      if (failure === undefined) resolve({ done: true, value: undefined });
      else reject(failure);
    }
  }
}
