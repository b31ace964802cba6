import type { DeltaMessage, FeedItem, SnapshotMessage } from '@thelook/feed';
import type { WindowChange } from '../window/sales-window.js';
import { Cursors } from './cursor.js';
import { DeltaLog } from './delta-log.js';
import type { FeedState } from './feed-state.js';
import { FilteredItems } from './filtered-items.js';
import { Frame } from './frame.js';

/** Deltas of different lengths that are kept until the next refresh; clients that need yet another get the snapshot. */
const MAX_DELTAS = 32;

export interface ItemsStateOptions {
  /** Of the window, and live. */
  items: ReadonlyMap<string, FeedItem>;
  /** The database's clock at the refresh that they come from; 0 when there has been none. */
  at: number;
  /** Which items the clients want; undefined: all. */
  filter: ((item: FeedItem) => boolean) | undefined;
}

/** `feed=items` of thelook.v1: a snapshot, and then what changes; or what has changed since a cursor. */
export class ItemsState implements FeedState {
  readonly #cursors = new Cursors();
  readonly #log: DeltaLog;
  /** By the revision that they start from. */
  readonly #deltas = new Map<number, Frame>();
  #snapshot: Frame | undefined;
  readonly #filtered: FilteredItems | undefined;
  readonly #items: ReadonlyMap<string, FeedItem>;
  #at: number;

  constructor({ items, at, filter }: ItemsStateOptions) {
    this.#filtered = filter && new FilteredItems(filter, items.values());
    this.#items = this.#filtered?.items ?? items;
    this.#at = at;
    this.#log = new DeltaLog(at > 0 ? 1 : 0);
  }

  get revision(): number {
    return this.#log.revision;
  }

  refreshed(change: WindowChange): void {
    this.#log.append(this.#filtered?.apply(change) ?? change, this.#items.size);
    this.#at = change.at;
    this.#deltas.clear();
    this.#snapshot = undefined;
  }

  missed(): void {
    // The clients are told by a status message, and keep what they have.
  }

  frameSince(revision: number): Frame | undefined {
    if (this.revision === 0) return undefined;
    const known = this.#deltas.get(revision);
    if (known) return known;
    const change = this.#deltas.size < MAX_DELTAS ? this.#log.since(revision) : undefined;
    if (!change) return (this.#snapshot ??= this.#buildSnapshot());
    const delta = this.#buildDelta(revision, change);
    this.#deltas.set(revision, delta);
    return delta;
  }

  revisionOf(cursor: string): number {
    const revision = this.#cursors.revisionOf(cursor);
    return this.#log.reaches(revision) ? revision : 0;
  }

  #buildSnapshot(): Frame {
    const message: SnapshotMessage = {
      type: 'snapshot',
      cursor: this.#cursors.cursor(this.revision),
      at: this.#at,
      items: [...this.#items.values()],
    };
    return new Frame(JSON.stringify(message), message.items.length);
  }

  #buildDelta(revision: number, { at, added, changed, removed }: WindowChange): Frame {
    const message: DeltaMessage = {
      type: 'delta',
      cursor: this.#cursors.cursor(this.revision),
      previous: this.#cursors.cursor(revision),
      at,
      added,
      changed,
      removed,
    };
    return new Frame(JSON.stringify(message), added.length + changed.length + removed.length);
  }
}
