import type { ItemView, ViewChange } from '../window/item-view.js';
import type { WindowView } from '../window/sales-window.js';

/** A refresh that takes longer than this counts as a lost database; its outcome is waited for all the same. */
const STALL_MS = 5_000;

/** The database did not answer in time. */
export class StalledRefreshError extends Error {
  readonly code = 'THELOOK_REFRESH_STALLED';

  constructor() {
    super(`no answer within ${STALL_MS / 1_000} s`);
    this.name = 'StalledRefreshError';
  }
}

/** Whoever follows a window. */
export interface WindowFollower {
  /** The window has changed, or at least been looked at; it stands still until this has resolved. Never rejects. */
  refreshed(change: ViewChange): Promise<void>;
  /** A refresh was due and the window is what it was; called at each of them. */
  missed(): void;
}

/** What a refresh took, up to the moment when its frames were handed over. */
export interface RefreshReport {
  /** Until the database had answered. */
  querySeconds: number;
  /** In all. */
  seconds: number;
  change: ViewChange;
  items: ItemView;
  /** The database's clock at the refresh before, in milliseconds since 1970; 0 at the first. */
  previousAt: number;
}

export interface LiveWindowEvents {
  onRefresh?: (refresh: RefreshReport) => void;
  onLost?: (error: unknown) => void;
  onBack?: () => void;
}

export interface LiveWindowOptions {
  view: WindowView;
  lookbackMinutes: number;
  refreshSeconds: number;
  events: LiveWindowEvents;
}

/**
 * A window of sales that is brought up to date once per refresh, however many look at it, and not at all while nobody
 * does. At most one query is under way: one that takes longer than a refresh delays the next instead of piling up.
 */
export class LiveWindow {
  readonly lookbackMinutes: number;
  readonly refreshSeconds: number;
  readonly #options: LiveWindowOptions;
  readonly #followers = new Set<WindowFollower>();
  readonly #refreshMs: number;
  #refreshedAt = -Infinity;
  #at = 0;
  #failure: unknown;
  #failedSince: number | undefined;
  #running = false;
  #startedAt = 0;
  #due = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Since when the database has been waited for. */
  #waitingSince: number | undefined;
  #isRefreshing = false;
  #overdue = false;

  constructor(options: LiveWindowOptions) {
    this.#options = options;
    this.lookbackMinutes = options.lookbackMinutes;
    this.refreshSeconds = options.refreshSeconds;
    this.#refreshMs = options.refreshSeconds * 1_000;
  }

  /** As of the last refresh. */
  get items(): ItemView {
    return this.#options.view.items;
  }

  /** Does work while the window stands still. */
  atRest<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#options.view.atRest(work);
  }

  /** The database's clock at the last refresh, in milliseconds since 1970; 0 before the first. */
  get at(): number {
    return this.#at;
  }

  /** Milliseconds since the last refresh. */
  get ageMs(): number {
    return performance.now() - this.#refreshedAt;
  }

  /** Milliseconds for which a refresh has been waited for. */
  get waitingMs(): number {
    return performance.now() - Math.max(this.#refreshedAt, this.#startedAt);
  }

  /** Whether there is a state that is no older than a refresh. */
  get isFresh(): boolean {
    return this.ageMs <= this.#refreshMs;
  }

  /** Why the last refresh failed; undefined when it did not. */
  get failure(): unknown {
    return this.#failure;
  }

  /** When the first of the failures in a row was noticed, in milliseconds since 1970 by this host's clock. */
  get failedSince(): number | undefined {
    return this.#failedSince;
  }

  get isRunning(): boolean {
    return this.#running;
  }

  follow(follower: WindowFollower): void {
    this.#followers.add(follower);
  }

  unfollow(follower: WindowFollower): void {
    this.#followers.delete(follower);
  }

  /** Begins to refresh: as soon as the state is a refresh old, and then in step. */
  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#startedAt = performance.now();
    this.#due = performance.now() + Math.max(0, this.#refreshMs - this.ageMs);
    this.#wait();
  }

  /** Ends refreshing; a query that is under way ends by itself. */
  stop(): void {
    this.#running = false;
    this.#overdue = false;
    clearTimeout(this.#timer);
  }

  close(): void {
    this.stop();
    this.#options.view.close();
  }

  #wait(): void {
    this.#timer = setTimeout(() => this.#tick(), Math.max(0, this.#due - performance.now()));
  }

  #tick(): void {
    // In step with the start, whatever a tick takes; ticks that are missed altogether are left out.
    const now = performance.now();
    this.#due += this.#refreshMs * Math.max(1, Math.ceil((now - this.#due) / this.#refreshMs));
    this.#wait();
    if (!this.#isRefreshing) {
      void this.#refresh();
      return;
    }
    this.#overdue = true;
    if (this.#waitingSince !== undefined && now - this.#waitingSince > STALL_MS)
      this.#lose(new StalledRefreshError());
  }

  async #refresh(): Promise<void> {
    const started = performance.now();
    this.#isRefreshing = true;
    this.#waitingSince = started;
    try {
      await this.#options.view.refresh((change) => this.#take(change, started));
    } catch (error) {
      this.#lose(error);
    } finally {
      this.#waitingSince = undefined;
      this.#isRefreshing = false;
    }
    if (this.#overdue && this.#running && this.#failedSince === undefined) void this.#refresh();
    this.#overdue = false;
  }

  async #take(change: ViewChange, started: number): Promise<void> {
    const querySeconds = (performance.now() - started) / 1_000;
    this.#waitingSince = undefined;
    this.#refreshedAt = performance.now();
    const previousAt = this.#at;
    this.#at = change.at;
    this.#recover();
    for (const follower of [...this.#followers]) await follower.refreshed(change);
    const seconds = (performance.now() - started) / 1_000;
    const { items } = this;
    this.#options.events.onRefresh?.({ querySeconds, seconds, change, items, previousAt });
  }

  #lose(error: unknown): void {
    if (!this.#running) return;
    const first = this.#failedSince === undefined;
    this.#failedSince ??= Date.now();
    this.#failure = error;
    if (first) this.#options.events.onLost?.(error);
    for (const follower of this.#followers) follower.missed();
  }

  #recover(): void {
    if (this.#failedSince === undefined) return;
    this.#failure = undefined;
    this.#failedSince = undefined;
    this.#options.events.onBack?.();
  }
}
