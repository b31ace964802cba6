import { countSales, readSales } from '@thelook/db/internal';
import { sql, type RawBuilder } from 'kysely';
import { CoalescedCall } from './coalesced-call.js';
import { LookbackError, StreamError, TableFullError, WindowClosedError } from './errors.js';
import { Exclusive } from './exclusive.js';
import type { ViewTarget } from './item-view.js';
import { OpenView } from './open-view.js';
import { OversizedWindows } from './oversized-windows.js';
import { ReconnectingStream } from './reconnecting-stream.js';
import type { SalesStream } from './sales-stream.js';
import { SalesTable } from './sales-table.js';
import type { WindowMode, WindowSource, WindowSourceOptions, WindowView } from './sales-window.js';
import { TableReading } from './table-reading.js';

/** Order items in memory for all windows together; each takes 163 bytes. */
const MAX_ITEMS = 3_000_000;
/** How long the stream is kept when nobody looks, in case somebody comes back. */
const GRACE_MS = 5_000;
/** How long a refresh waits for the stream before the full query takes its place, and where nothing else is allowed. */
const LATE_MS = 3_000;
const LATEST_MS = 30_000;
/** Tries to get a refresh from the stream where nothing else is allowed. */
const STREAM_TRIES = 3;

/** The moment that a reading or a marker is of, in microseconds since 1970, and where a window begins then. */
interface Moment {
  now: number;
  cutoff: number;
}

/**
 * The windows of a process, above one table of the latest sales. The table follows the stream of changes when there is
 * one; else each refresh reads its window into the table.
 */
export class SharedWindows implements WindowSource {
  readonly #options: WindowSourceOptions;
  readonly #maxItems: number;
  readonly #clock: RawBuilder<Date>;
  readonly #views = new Set<OpenView>();
  readonly #queries = new Map<number, CoalescedCall<Moment | undefined>>();
  readonly #stream: ReconnectingStream;
  readonly #oversized: OversizedWindows;
  /** Readings of the database into the table. */
  readonly #readings = new Exclusive();
  #table: SalesTable;
  /** The newest moment that is known of the database's clock. */
  #now = -Infinity;
  #grace: NodeJS.Timeout | undefined;
  #stopped: Promise<void> | undefined;

  constructor(options: WindowSourceOptions) {
    const { config, db, logger, maxItems = MAX_ITEMS, clock = sql<Date>`now()`, onModeChange } = options;
    this.#options = options;
    this.#maxItems = maxItems;
    this.#clock = clock;
    this.#table = new SalesTable(maxItems);
    this.#oversized = new OversizedWindows(maxItems, (minutes) =>
      countSales(db, minutes * 60, clock, maxItems),
    );
    this.#stream = new ReconnectingStream({
      config,
      db,
      clock,
      table: () => this.#table,
      exclusively: (work) => this.#readings.run(work),
      lateMs: options.mode === 'replication' ? LATEST_MS : LATE_MS,
      logger,
      lookbackMinutes: () => Math.max(0, ...this.#lookbacks()),
      onChange: (stream) => onModeChange?.(stream ? 'replication' : 'query'),
      onFailure: (reason) => this.#noteIfFull(reason),
    });
  }

  get mode(): WindowMode {
    return this.#stream.current ? 'replication' : 'query';
  }

  open(lookbackMinutes: number): WindowView {
    if (this.#stopped) throw new WindowClosedError();
    if (!(lookbackMinutes > 0 && lookbackMinutes < Infinity)) throw new LookbackError(lookbackMinutes);
    clearTimeout(this.#grace);
    const view = new OpenView(
      lookbackMinutes,
      this.#table,
      (refreshed) => this.#target(refreshed),
      (closed) => this.#forget(closed),
    );
    this.#views.add(view);
    return view;
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stream.stop();
    for (const view of [...this.#views]) view.close();
    clearTimeout(this.#grace);
    return this.#stopped;
  }

  /** Where a view has to go to be as the database is now. */
  async #target(view: OpenView): Promise<ViewTarget> {
    try {
      await this.#oversized.verify(view.lookbackMinutes);
      return await this.#targetOf(view);
    } catch (error) {
      view.items.rest();
      // A table that is full keeps out the longest window, which need not be this one.
      if (this.#stopped || !this.#oversized.has(view.lookbackMinutes)) throw error;
      await view.clear();
      await this.#oversized.verify(view.lookbackMinutes);
      throw error;
    }
  }

  async #targetOf(view: OpenView): Promise<ViewTarget> {
    if (this.#options.mode === 'replication') return this.#targetByStream(view, STREAM_TRIES);
    if (this.#options.mode !== 'query') {
      this.#stream.start();
      // Both read the whole window; one that comes from the stream need not be read again.
      await this.#stream.headStart;
    }
    for (;;) {
      const target = await this.#targetByCurrentStream(view);
      if (target) return target;
      await view.begin(this.#table, this.#cutoffNow(view));
      const moment = await this.#query(view.lookbackMinutes).call();
      // Right at the end of the reading, before anything else can change the table.
      if (moment && view.items.table === this.#table) return view.items.target(moment.now, moment.cutoff);
    }
  }

  async #targetByStream(view: OpenView, tries: number): Promise<ViewTarget> {
    await this.#stream.ready();
    const target = await this.#targetByCurrentStream(view);
    if (target) return target;
    if (tries <= 1 || this.#stopped) throw new StreamError('it has failed several times');
    return this.#targetByStream(view, tries - 1);
  }

  /** Undefined when there is no stream, or none any more: a table is either read or kept by the stream, never both. */
  async #targetByCurrentStream(view: OpenView): Promise<ViewTarget | undefined> {
    const stream = this.#stream.current;
    if (!stream) return undefined;
    try {
      await view.begin(stream.table, this.#cutoffNow(view));
      return await stream.catchUp(({ now }) => {
        this.#now = now;
        const cutoff = now - Math.round(view.lookbackMinutes * 60e6);
        // A longer window than before, or the database's clock has been set back.
        if (cutoff < stream.table.since) throw new StreamError('it does not reach back far enough');
        return view.items.target(now, cutoff);
      });
    } catch (error) {
      if (this.#stopped) throw error;
      this.#options.logger.debug({ err: error }, 'a window is read by a full query');
      if (stream === this.#stream.current) this.#giveUp(stream, error);
      return undefined;
    }
  }

  #giveUp(stream: SalesStream, error: unknown): void {
    const isTooShort = stream.table.since > this.#now - Math.max(...this.#lookbacks()) * 60e6;
    if (isTooShort) this.#stream.restart();
    else this.#stream.drop(stream, error instanceof Error ? error : new Error(String(error)));
  }

  /** One reading of a window for all who have come before it began; unless there is a stream by then. */
  #query(lookbackMinutes: number): CoalescedCall<Moment | undefined> {
    const known = this.#queries.get(lookbackMinutes);
    if (known) return known;
    const query = new CoalescedCall(() => this.#readings.run(() => this.#read(lookbackMinutes)));
    this.#queries.set(lookbackMinutes, query);
    return query;
  }

  async #read(lookbackMinutes: number): Promise<Moment | undefined> {
    if (this.#stream.current) return undefined;
    const reading = new TableReading(this.#table, false);
    try {
      await readSales(
        this.#options.db,
        { lookbackSeconds: lookbackMinutes * 60, clock: this.#clock },
        reading,
      );
      const { now, since } = reading.start;
      this.#now = now;
      await reading.finish(now - Math.max(lookbackMinutes, ...this.#lookbacks()) * 60e6);
      return { now, cutoff: since };
    } catch (error) {
      this.#noteIfFull(error);
      throw error;
    }
  }

  /** Where a window begins by the newest clock that is known. */
  #cutoffNow({ lookbackMinutes }: OpenView): number {
    return this.#now - lookbackMinutes * 60e6;
  }

  /** The lengths of the windows that fit. */
  #lookbacks(): number[] {
    const lookbacks = [...this.#views].map((view) => view.lookbackMinutes);
    return lookbacks.filter((minutes) => !this.#oversized.has(minutes));
  }

  /** There is no room in the table: the longest window has to go, and all others begin anew. */
  #noteIfFull(reason: unknown): void {
    const error = reason instanceof StreamError ? reason.cause : reason;
    if (!(error instanceof TableFullError) || this.#stopped) return;
    const longest = Math.max(...this.#lookbacks());
    if (longest > 0) this.#oversized.add(longest, error.limit);
    this.#table = new SalesTable(this.#maxItems);
    if (this.#options.mode === 'query') return;
    if (this.#lookbacks().length > 0) this.#stream.restart();
    else void this.#stream.stop();
  }

  #forget(view: OpenView): void {
    this.#views.delete(view);
    const { lookbackMinutes } = view;
    if (![...this.#views].some((other) => other.lookbackMinutes === lookbackMinutes)) {
      this.#queries.delete(lookbackMinutes);
      this.#oversized.delete(lookbackMinutes);
    }
    if (this.#views.size > 0 || this.#stopped) return;
    this.#grace = setTimeout(() => {
      void this.#stream.stop();
      this.#table = new SalesTable(this.#maxItems);
    }, this.#options.graceMs ?? GRACE_MS);
    this.#grace.unref();
  }
}
