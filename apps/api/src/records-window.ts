import { encodeRecords, type SalesRecord } from '@thelook/feed';
import type { Logger } from '@thelook/service';

export interface RecordsWindowOptions {
  /** Reads the whole window. */
  query: () => Promise<SalesRecord[]>;
  /** Milliseconds from the start of one refresh to the start of the next. */
  refreshMs: number;
  /** Gets every frame, in order. When the database is lost, the last frame goes on being handed out. */
  onFrame: (frame: Buffer) => void;
  onRefresh?: (refresh: { seconds: number; rows: number } | { seconds: number; error: unknown }) => void;
  logger: Logger;
}

/**
 * The window of sales, read once per refresh however many look at it, and not at all while nobody does.
 *
 * At most one query is under way: one that takes longer than a refresh delays the next one instead of piling up.
 */
export class RecordsWindow {
  readonly #options: RecordsWindowOptions;
  #frame: Buffer | undefined;
  #refreshedAt = -Infinity;
  #failure: unknown;
  #timer: NodeJS.Timeout | undefined;
  #refreshing: Promise<void> | undefined;
  #running = false;

  constructor(options: RecordsWindowOptions) {
    this.#options = options;
  }

  /** The newest frame, unless it is older than a refresh because nobody has been looking. */
  get frame(): Buffer | undefined {
    return this.ageMs <= this.#options.refreshMs || this.#failure !== undefined ? this.#frame : undefined;
  }

  /** Milliseconds since the window was last read. */
  get ageMs(): number {
    return performance.now() - this.#refreshedAt;
  }

  /** Why the last refresh failed; undefined when it did not. */
  get failure(): unknown {
    return this.#failure;
  }

  get running(): boolean {
    return this.#running;
  }

  /** Begins to refresh: as soon as the newest frame is a refresh old, and then in step. */
  start(): void {
    if (this.#running) return;
    this.#running = true;
    if (!this.#refreshing) this.#tickIn(this.#options.refreshMs - this.ageMs);
  }

  /** Ends refreshing; resolves when no query is under way. */
  async stop(): Promise<void> {
    this.#running = false;
    clearTimeout(this.#timer);
    await this.#refreshing;
  }

  #tick(): void {
    const started = performance.now();
    this.#refreshing = this.#refresh(started).finally(() => {
      this.#refreshing = undefined;
      if (!this.#running) return;
      const elapsed = performance.now() - started;
      this.#tickIn(this.#options.refreshMs - elapsed);
    });
  }

  #tickIn(ms: number): void {
    this.#timer = setTimeout(() => this.#tick(), Math.max(0, ms));
  }

  async #refresh(started: number): Promise<void> {
    const { query, onFrame, onRefresh, logger } = this.#options;
    try {
      const records = await query();
      this.#frame = Buffer.from(encodeRecords(records));
      this.#refreshedAt = performance.now();
      if (this.#failure !== undefined) logger.info('the window is fresh again');
      this.#failure = undefined;
      onRefresh?.({ seconds: (performance.now() - started) / 1_000, rows: records.length });
    } catch (error) {
      if (this.#failure === undefined) {
        logger.warn(
          { reason: error instanceof Error ? error.message : String(error) },
          'the window cannot be read',
        );
      }
      this.#failure = error;
      onRefresh?.({ seconds: (performance.now() - started) / 1_000, error });
    }
    if (this.#frame && this.#running) onFrame(this.#frame);
  }
}
