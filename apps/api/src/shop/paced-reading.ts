import type { Logger } from '@thelook/service';
import type { Exclusive } from '../window/exclusive.js';

/** How long nobody may ask before the database is not read any more. */
const UNASKED_MS = 60_000;
/** After a failure it is not read again before so long. */
const RETRY_MS = 10_000;
/** Reading takes this part of the time at most. */
const SHARE = 1 / 50;

export interface PacedReadingOptions<Value> {
  /** Reads the database; gets what the reading before has found. */
  read: (before: Value | undefined) => Promise<Value>;
  /** Milliseconds from a reading to the next one, if it is not slow. */
  everyMs: number;
  logger: Logger;
  /** In which one reading at a time is made, so that all of them take one connection. Default: it is the only one. */
  lane?: Exclusive | undefined;
  /** What is not known after a failure, for the log: `the stock is`. */
  what: string;
  /** Milliseconds without a question after which it is not read any more. Default: a minute. */
  unaskedMs?: number | undefined;
}

/**
 * Something that is read from the database at a pace of its own, only while somebody asks for it. However many ask,
 * one reading is under way, and all readings together take a fiftieth of the time at most.
 */
export class PacedReading<Value> {
  readonly #options: PacedReadingOptions<Value>;
  #value: Value | undefined;
  #askedAt = -Infinity;
  #timer: NodeJS.Timeout | undefined;
  #reading: Promise<void> | undefined;
  #isStopped = false;
  #hasFailed = false;

  constructor(options: PacedReadingOptions<Value>) {
    this.#options = options;
  }

  /** Whether it is read again and again now. */
  get isRunning(): boolean {
    return this.#reading !== undefined || this.#timer !== undefined;
  }

  /** What was found last; undefined when that is not known, or not any more. Whoever asks has it read. */
  get value(): Value | undefined {
    this.#askedAt = performance.now();
    if (!this.isRunning && !this.#isStopped) this.#begin();
    return this.#value;
  }

  /** Ends it for good; a reading that is under way is waited for. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#rest();
    await this.#reading;
  }

  #begin(): void {
    this.#timer = undefined;
    const { unaskedMs = UNASKED_MS } = this.#options;
    if (performance.now() - this.#askedAt > unaskedMs) return this.#rest();
    this.#reading = this.#read().then((pauseMs) => {
      this.#reading = undefined;
      if (this.#isStopped) return this.#rest();
      this.#timer = setTimeout(() => this.#begin(), pauseMs);
      this.#timer.unref();
    });
  }

  /** Resolves with how long to wait until the next one. */
  async #read(): Promise<number> {
    const { read, everyMs, logger, what, lane } = this.#options;
    let began = performance.now();
    const work = () => {
      began = performance.now();
      return read(this.#value);
    };
    try {
      this.#value = await (lane ? lane.run(work) : work());
      this.#hasFailed = false;
      return Math.max(everyMs, (performance.now() - began) / SHARE);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!this.#hasFailed) logger.info({ reason }, `${what} not known`);
      this.#hasFailed = true;
      this.#value = undefined;
      return Math.max(RETRY_MS, (performance.now() - began) / SHARE);
    }
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#value = undefined;
  }
}
