import type { FeedItem } from '@thelook/feed';
import { ExpiryQueue } from './expiry-queue.js';
import type { WindowChange } from './sales-window.js';

/** What a view is brought up to date from when only changes are looked at. */
export interface ItemSource {
  /** Ids of every item there is, visible or not. */
  ids(): Iterable<string>;
  /** The item if it has a buyer and a product and was created at `cutoff` (µs since 1970) or later. */
  item(id: string, cutoff: number): FeedItem | undefined;
}

/** Ids that may be remembered as changed beyond one for each item shown; past it, everything counts as changed. */
const MAX_CHANGED = 100_000;

/**
 * The items of one window, and what becomes of them at a refresh. Remembers which ids may have changed and which
 * items are the next to be too old, so that a refresh costs what changed, and not what is there.
 */
export class ItemView {
  readonly #items = new Map<string, FeedItem>();
  /** By whole milliseconds, as items carry them. */
  readonly #expiry = new ExpiryQueue();
  #changed = new Set<string>();
  #everythingChanged = true;
  #cutoff = -Infinity;

  get items(): ReadonlyMap<string, FeedItem> {
    return this.#items;
  }

  /** The next refresh looks at this item. */
  touch(id: string): void {
    if (this.#everythingChanged) return;
    this.#changed.add(id);
    if (this.#changed.size > this.#items.size + MAX_CHANGED) this.touchAll();
  }

  /** The next refresh looks at every item. */
  touchAll(): void {
    this.#everythingChanged = true;
    this.#changed = new Set();
  }

  /**
   * Looks at what has changed and at what has become too old.
   *
   * @param now of the database's clock, in microseconds since 1970.
   * @param cutoff in microseconds: older items fall out.
   */
  update(source: ItemSource, now: number, cutoff: number): WindowChange {
    const change: WindowChange = { at: Math.floor(now / 1_000), added: [], changed: [], removed: [] };
    // What fell out at a later moment of the clock has left no trace in the queue.
    if (cutoff < this.#cutoff) this.touchAll();
    this.#cutoff = cutoff;
    if (this.#everythingChanged) {
      for (const id of this.#items.keys()) this.#look(id, source, cutoff, change);
      for (const id of source.ids()) if (!this.#items.has(id)) this.#look(id, source, cutoff, change);
    } else {
      for (const id of this.#changed) this.#look(id, source, cutoff, change);
    }
    this.#expire(source, cutoff, change);
    this.#settle();
    return change;
  }

  /** Takes the whole window as somebody else has read it. */
  replace(items: readonly FeedItem[], at: number): WindowChange {
    const change: WindowChange = { at, added: [], changed: [], removed: [] };
    const present = new Map(items.map((item) => [item.item_id, item]));
    for (const id of this.#items.keys()) this.#show(id, present.get(id), change);
    for (const [id, item] of present) this.#show(id, item, change);
    this.#settle();
    // Whoever knows the changes since then starts from somewhere else.
    this.touchAll();
    return change;
  }

  #look(id: string, source: ItemSource, cutoff: number, change: WindowChange): void {
    this.#show(id, source.item(id, cutoff), change);
  }

  #show(id: string, item: FeedItem | undefined, change: WindowChange): void {
    const shown = this.#items.get(id);
    if (item === shown) return;
    if (item === undefined) {
      this.#items.delete(id);
      change.removed.push(id);
      return;
    }
    this.#items.set(id, item);
    if (shown === undefined) change.added.push(item);
    else if (!sameItem(shown, item)) change.changed.push(item);
    if (shown?.created_at !== item.created_at) this.#expiry.push(item.created_at, id);
  }

  #expire(source: ItemSource, cutoff: number, change: WindowChange): void {
    const limit = Math.floor(cutoff / 1_000);
    const young: string[] = [];
    for (;;) {
      const id = this.#expiry.takeUntil(limit);
      if (id === undefined) break;
      this.#look(id, source, cutoff, change);
      if (this.#items.has(id)) young.push(id);
    }
    // Those of the very millisecond of the cutoff, and those that have been given a later moment since.
    for (const id of new Set(young)) this.#expiry.push(this.#items.get(id)!.created_at, id);
  }

  #settle(): void {
    this.#everythingChanged = false;
    this.#changed = new Set();
    if (!this.#expiry.isStale(this.#items.size)) return;
    this.#expiry.clear();
    for (const [id, item] of this.#items) this.#expiry.push(item.created_at, id);
  }
}

const keys = [
  'user_id',
  'age',
  'gender',
  'country',
  'traffic_source',
  'order_id',
  'item_id',
  'category',
  'cost',
  'item_status',
  'sale_price',
  'created_at',
  'department',
  'product_id',
  'product_name',
  'product_brand',
] as const satisfies readonly (keyof FeedItem)[];

/** Whether two items look the same on the wire. */
function sameItem(a: FeedItem, b: FeedItem): boolean {
  return keys.every((key) => Object.is(a[key], b[key]));
}
