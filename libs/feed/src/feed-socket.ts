import { FeedConnectionError, FeedRefusedError } from './connection-errors.js';
import { SUBPROTOCOL, TOKEN_SUBPROTOCOL } from './messages.js';
import { FeedMessageError } from './parse-message.js';
import { askRefusal, refusalOf, type RefusedResponse } from './refused-upgrade.js';

/** What is needed of a WebSocket: browsers, Node.js 22 and `ws` have it. */
export interface WebSocketLike {
  readonly protocol: string;
  addEventListener(type: 'open', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'error', listener: (event: object) => void): void;
  addEventListener(type: 'close', listener: (event: { code: number; reason: string }) => void): void;
  close(code?: number, reason?: string): void;
}

export type WebSocketConstructor = new (url: string, protocols: string[]) => WebSocketLike;

export interface FeedSocketOptions {
  url: string;
  WebSocket: WebSocketConstructor;
  /** Lets the client in, where the server wants one. */
  token: string | undefined;
  /** Gets every frame, in order; what it throws ends the connection. */
  onFrame: (frame: unknown) => void;
  /** Called once, unless the connection is closed from here. */
  onEnd: (reason: Error) => void;
  /** Milliseconds until the first message. */
  connectTimeoutMs: number;
}

const ABNORMAL = 1006;
/** Of the range that applications may use; browsers allow no other but 1000. */
const NOT_UNDERSTOOD = 4002;
const SILENT = 4008;

/** One connection, from the upgrade to its end. */
export class FeedSocket {
  readonly #options: FeedSocketOptions;
  readonly #socket: WebSocketLike;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Ends whatever is still being asked when this connection is over. */
  readonly #over = new AbortController();
  #error: unknown;
  #opened = false;
  #ended = false;

  constructor(options: FeedSocketOptions) {
    this.#options = options;
    this.#socket = new options.WebSocket(options.url, protocolsWith(options.token));
    this.#listen();
    this.expectWithin(options.connectTimeoutMs);
  }

  /** Ends the connection when no frame arrives for so long; undefined: silence is fine. */
  expectWithin(ms: number | undefined): void {
    clearTimeout(this.#timer);
    if (ms === undefined || this.#ended) return;
    this.#timer = setTimeout(() => {
      this.#fail(new FeedConnectionError(`nothing has come for ${ms / 1_000} s`, ABNORMAL), SILENT);
    }, ms);
  }

  close(): void {
    this.#settle();
    this.#socket.close(1000);
  }

  #listen(): void {
    const socket = this.#socket;
    socket.addEventListener('open', () => {
      this.#opened = true;
      if (socket.protocol !== SUBPROTOCOL) {
        this.#fail(new FeedRefusedError(`the server does not speak ${SUBPROTOCOL}`), NOT_UNDERSTOOD);
      }
    });
    socket.addEventListener('message', ({ data }) => {
      if (this.#ended) return;
      try {
        this.#options.onFrame(data);
      } catch (error) {
        if (!(error instanceof FeedMessageError)) throw error;
        this.#fail(error, NOT_UNDERSTOOD);
      }
    });
    // Always followed by close; without a listener, ws would throw.
    socket.addEventListener('error', (event) => {
      this.#error = 'error' in event ? event.error : undefined;
    });
    socket.addEventListener('close', ({ code, reason }) => {
      const cause = this.#error;
      const why = cause instanceof Error ? cause.message : reason;
      const lost = new FeedConnectionError(why || `code ${code}`, code, { cause });
      if (this.#opened || reportsRefusals(socket)) this.#end(lost);
      else void this.#ask().then((refusal) => this.#end(refusal ?? lost));
    });
    if (reportsRefusals(socket)) {
      socket.on('unexpected-response', (request, response) => {
        void refusalOf(response).then((reason) => {
          request.destroy();
          this.#end(reason);
        });
      });
    }
  }

  #ask(): Promise<Error | undefined> {
    return askRefusal(this.#options.url, this.#over.signal, this.#options.token);
  }

  #fail(reason: Error, code: number): void {
    this.#end(reason);
    this.#socket.close(code);
  }

  #end(reason: Error): void {
    if (this.#ended) return;
    this.#settle();
    this.#options.onEnd(reason);
  }

  #settle(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#over.abort();
  }
}

/** What is offered: a constructor takes no headers in a browser, so a token goes along as a subprotocol. */
function protocolsWith(token: string | undefined): string[] {
  if (token === undefined) return [SUBPROTOCOL];
  const bytes = new TextEncoder().encode(token);
  const base64 = btoa(String.fromCharCode(...bytes));
  const base64url = base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return [SUBPROTOCOL, TOKEN_SUBPROTOCOL + base64url];
}

/** `ws` shows the response that refuses an upgrade; others keep it to themselves. */
interface RefusalReporter {
  on(
    event: 'unexpected-response',
    listener: (request: { destroy(): void }, response: RefusedResponse) => void,
  ): void;
}

function reportsRefusals(socket: object): socket is RefusalReporter {
  return 'on' in socket && typeof socket.on === 'function';
}
