import type { Logger } from '@thelook/service';
import { StreamError } from './errors.js';
import { SalesStream, type SalesStreamOptions } from './sales-stream.js';

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;
/** How long a full query may be put off for a stream that is being opened. */
const HEAD_START_MS = 500;
/** A server that does not answer is not waited for at the end. */
const CLOSE_MS = 2_000;

export interface ReconnectingStreamOptions extends Omit<SalesStreamOptions, 'signal' | 'onOpen'> {
  logger: Logger;
  /** It has become available, or has ceased to be. */
  onChange: (stream: SalesStream | undefined) => void;
  /** It has ended, or cannot be had, for this reason. */
  onFailure: (reason: unknown) => void;
}

/**
 * A stream of changes that is opened again when it ends: at once the first time, and after ever longer pauses, up to
 * a minute, where it cannot be had.
 */
export class ReconnectingStream {
  readonly #options: ReconnectingStreamOptions;
  #stream: SalesStream | undefined;
  #opening: Promise<SalesStream> | undefined;
  #headStart: Promise<void> = Promise.resolve();
  #controller = new AbortController();
  #retry: NodeJS.Timeout | undefined;
  #retryMs = 0;
  /** What has been written into the log last, so that it is written once. */
  #told: string | undefined;

  constructor(options: ReconnectingStreamOptions) {
    this.#options = options;
  }

  /** The stream, if it is available now. */
  get current(): SalesStream | undefined {
    return this.#stream;
  }

  /** Begins to open it, unless that is under way or has just failed. */
  start(): void {
    if (this.#retry === undefined) this.ready().catch(() => undefined);
  }

  /** Resolves when it is open, has failed, or has been under way for so long that it may as well take much longer. */
  get headStart(): Promise<void> {
    return this.#headStart;
  }

  /** The stream, once it is available. @throws why it cannot be had now. */
  ready(): Promise<SalesStream> {
    if (this.#stream) return Promise.resolve(this.#stream);
    if (this.#opening) return this.#opening;
    this.#opening = this.#open();
    this.#headStart = within(HEAD_START_MS, this.#opening);
    return this.#opening;
  }

  /** Ends the stream and opens it anew. */
  restart(): void {
    this.#end();
    this.start();
  }

  /** Ends a stream that is of no use now, and opens another one as if it had ended by itself. */
  drop(stream: SalesStream, reason: Error): void {
    stream.close(reason);
    this.#lost(stream, reason);
  }

  /** Ends it, until it is started again. */
  async stop(): Promise<void> {
    const opening = this.#opening;
    this.#end();
    this.#told = undefined;
    if (opening) await within(CLOSE_MS, opening);
  }

  #end(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#retryMs = 0;
    this.#opening = undefined;
    this.#controller.abort(new StreamError('it is no longer wanted'));
    this.#controller = new AbortController();
    this.#stream?.close();
    this.#set(undefined);
  }

  async #open(): Promise<SalesStream> {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    const { signal } = this.#controller;
    try {
      const onOpen = (opened: SalesStream) => this.#set(opened);
      const stream = await SalesStream.open({ ...this.#options, signal, onOpen });
      if (signal.aborted) {
        stream.close();
        throw signal.reason;
      }
      this.#opening = undefined;
      const openedAt = performance.now();
      // One that is dropped has been dealt with by then.
      void stream.ended.then((reason) => {
        // One that ends again and again must not be opened again and again at once.
        if (performance.now() - openedAt > LAST_RETRY_MS) this.#retryMs = 0;
        this.#lost(stream, reason);
      });
      this.#tell('windows follow the stream of changes');
      return stream;
    } catch (error) {
      if (!signal.aborted) {
        this.#opening = undefined;
        this.#tell('windows are read by full queries', error);
        this.#retryLater();
        this.#options.onFailure(error);
      }
      throw error;
    }
  }

  #lost(stream: SalesStream, reason: Error): void {
    if (stream !== this.#stream) return;
    this.#set(undefined);
    this.#tell('windows are read by full queries', reason);
    this.#retryLater();
    this.#options.onFailure(reason);
  }

  #retryLater(): void {
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.start();
    }, this.#retryMs);
    this.#retryMs = Math.min(Math.max(2 * this.#retryMs, FIRST_RETRY_MS), LAST_RETRY_MS);
  }

  #set(stream: SalesStream | undefined): void {
    if (stream === this.#stream) return;
    this.#stream = stream;
    this.#options.onChange(stream);
  }

  #tell(message: string, error?: unknown): void {
    const reason = error instanceof Error ? error.message : undefined;
    if (this.#told === `${message}${reason}`) return;
    this.#told = `${message}${reason}`;
    this.#options.logger.info({ ...(reason && { reason }) }, message);
  }
}

/** Resolves when the work is done, has failed, or has taken so many milliseconds. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([timeout, work.catch(() => undefined)]);
  clearTimeout(timer);
}
