import { Admission, type FullBecause } from './admission.js';
import type { ChannelKey } from './channels.js';
import { Holdings } from './holdings.js';
import type { FeedLimits } from './limits.js';
import { SnapshotBudget } from './snapshot-budget.js';

/** A limit of one address, or of all clients, that keeps a client out. */
export type AddressLimit = FullBecause | 'windows_per_address' | 'views_per_address' | 'snapshots';

/** What a client wants, as far as it counts: what everybody shares costs nobody a window or a view. */
export interface Wanted {
  address: string;
  /** Undefined: what everybody gets who asks for nothing in particular. */
  own: ChannelKey | undefined;
  /** Whether the window is the one that everybody shares. */
  hasDefaultWindow: boolean;
}

/** What each address may have of clients, windows, views and first states. */
export class AddressBudgets {
  readonly #admission: Admission;
  readonly #windows: Holdings;
  readonly #views: Holdings;
  readonly #snapshots: SnapshotBudget;

  constructor(limits: FeedLimits) {
    this.#admission = new Admission(limits);
    this.#windows = new Holdings(limits.maxWindows, limits.maxWindowsPerAddress);
    this.#views = new Holdings(limits.maxViews, limits.maxViewsPerAddress);
    this.#snapshots = new SnapshotBudget(limits.snapshotBytesPerSecond);
  }

  /** The limit that keeps out one more client that wants this; undefined while there is room. */
  full({ address, own, hasDefaultWindow }: Wanted): AddressLimit | undefined {
    const full = this.#admission.full(address);
    if (full) return full;
    if (own && !hasDefaultWindow && this.#windows.isFull(address, windowOf(own)))
      return 'windows_per_address';
    if (own && this.#views.isFull(address, viewOf(own))) return 'views_per_address';
    return this.#snapshots.waitSeconds(address) > 0 ? 'snapshots' : undefined;
  }

  /** Counts a client in. */
  enter({ address, own, hasDefaultWindow }: Wanted): void {
    this.#admission.enter(address);
    if (own && !hasDefaultWindow) this.#windows.enter(address, windowOf(own));
    if (own) this.#views.enter(address, viewOf(own));
  }

  /** Counts out a client that was counted in with this. */
  leave({ address, own, hasDefaultWindow }: Wanted): void {
    this.#admission.leave(address);
    if (own && !hasDefaultWindow) this.#windows.leave(address, windowOf(own));
    if (own) this.#views.leave(address, viewOf(own));
  }

  /** Notes bytes of a first state that a client of this address was sent. */
  spend(address: string, bytes: number): void {
    this.#snapshots.spend(address, bytes);
  }

  /** Seconds until this address may have another first state. */
  waitSeconds(address: string): number {
    return this.#snapshots.waitSeconds(address);
  }
}

function windowOf({ lookbackMinutes, refreshSeconds }: ChannelKey): string {
  return `${lookbackMinutes}/${refreshSeconds}`;
}

function viewOf(key: ChannelKey): string {
  return `${windowOf(key)} ${key.view}`;
}
