import { sql, type RawBuilder } from 'kysely';
import { CoalescedCall } from './coalesced-call.js';
import { LookbackError, StreamError, WindowClosedError } from './errors.js';
import { readFullWindow, type FullWindow } from './full-window.js';
import { OpenView } from './open-view.js';
import { ReconnectingStream } from './reconnecting-stream.js';
import type { SalesStream } from './sales-stream.js';
import type {
  WindowChange,
  WindowMode,
  WindowSource,
  WindowSourceOptions,
  WindowView,
} from './sales-window.js';

/** Order items that a window may hold; each takes about half a kilobyte. */
const MAX_ITEMS = 500_000;
/** How long the stream is kept when nobody looks, in case somebody comes back. */
const GRACE_MS = 5_000;
/** How long a refresh waits for the stream before the full query takes its place, and where nothing else is allowed. */
const LATE_MS = 1_000;
const LATEST_MS = 30_000;
/** Tries to get a refresh from the stream where nothing else is allowed. */
const STREAM_TRIES = 3;

/** The windows of a process: each refreshed from the stream of changes when there is one, else by the full query. */
export class SharedWindows implements WindowSource {
  readonly #options: WindowSourceOptions;
  readonly #maxItems: number;
  readonly #clock: RawBuilder<Date>;
  readonly #views = new Set<OpenView>();
  readonly #queries = new Map<number, CoalescedCall<FullWindow>>();
  readonly #stream: ReconnectingStream;
  #grace: NodeJS.Timeout | undefined;
  #stopped: Promise<void> | undefined;

  constructor(options: WindowSourceOptions) {
    const { config, db, logger, maxItems = MAX_ITEMS, clock = sql<Date>`now()`, onModeChange } = options;
    this.#options = options;
    this.#maxItems = maxItems;
    this.#clock = clock;
    this.#stream = new ReconnectingStream({
      config,
      db,
      clock: this.#clock,
      maxItems,
      lateMs: options.mode === 'replication' ? LATEST_MS : LATE_MS,
      logger,
      lookbackMinutes: () => Math.max(0, ...[...this.#views].map((view) => view.lookbackMinutes)),
      onTouch: (id) => {
        for (const view of this.#views) view.state.touch(id);
      },
      onChange: (stream) => {
        for (const view of this.#views) view.state.touchAll();
        onModeChange?.(stream ? 'replication' : 'query');
      },
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
      (refreshed) => this.#refresh(refreshed),
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

  async #refresh(view: OpenView): Promise<WindowChange> {
    if (this.#options.mode === 'replication') return this.#refreshByStream(view, STREAM_TRIES);
    if (this.#options.mode !== 'query') this.#stream.start();
    const stream = this.#stream.current;
    if (stream) {
      try {
        return await this.#refreshBy(stream, view);
      } catch (error) {
        if (this.#stopped) throw error;
        this.#options.logger.debug({ err: error }, 'a window is read by a full query');
      }
    }
    const { at, items } = await this.#query(view.lookbackMinutes).call();
    return view.state.replace(items, at);
  }

  async #refreshByStream(view: OpenView, tries: number): Promise<WindowChange> {
    const stream = await this.#stream.ready();
    try {
      return await this.#refreshBy(stream, view);
    } catch (error) {
      if (tries <= 1 || this.#stopped) throw error;
      return this.#refreshByStream(view, tries - 1);
    }
  }

  #refreshBy(stream: SalesStream, view: OpenView): Promise<WindowChange> {
    return stream.catchUp(({ now }) => {
      const cutoff = now - Math.round(view.lookbackMinutes * 60e6);
      if (cutoff < stream.store.since) {
        // A longer window than before, or the database's clock has been set back.
        if (stream === this.#stream.current) this.#stream.restart();
        throw new StreamError('it does not reach back far enough');
      }
      return view.state.update(stream.store, now, cutoff);
    });
  }

  #query(lookbackMinutes: number): CoalescedCall<FullWindow> {
    const known = this.#queries.get(lookbackMinutes);
    if (known) return known;
    const query = new CoalescedCall(() =>
      readFullWindow(this.#options.db, lookbackMinutes, this.#maxItems, this.#clock),
    );
    this.#queries.set(lookbackMinutes, query);
    return query;
  }

  #forget(view: OpenView): void {
    this.#views.delete(view);
    const { lookbackMinutes } = view;
    if (![...this.#views].some((other) => other.lookbackMinutes === lookbackMinutes)) {
      this.#queries.delete(lookbackMinutes);
    }
    if (this.#views.size > 0 || this.#stopped) return;
    this.#grace = setTimeout(() => void this.#stream.stop(), this.#options.graceMs ?? GRACE_MS);
    this.#grace.unref();
  }
}
