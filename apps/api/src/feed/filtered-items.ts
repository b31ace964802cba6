import type { FeedItem } from '@thelook/feed';
import type { WindowChange } from '../window/sales-window.js';

/** Those items of a window that pass a filter, and what a change of the window means for them. */
export class FilteredItems {
  readonly #items = new Map<string, FeedItem>();
  readonly #passes: (item: FeedItem) => boolean;

  constructor(passes: (item: FeedItem) => boolean, items: Iterable<FeedItem>) {
    this.#passes = passes;
    for (const item of items) if (passes(item)) this.#items.set(item.item_id, item);
  }

  /** By item id. */
  get items(): ReadonlyMap<string, FeedItem> {
    return this.#items;
  }

  /** Takes a change of the window over, and returns what of it shows. */
  apply(change: WindowChange): WindowChange {
    const shown: WindowChange = { at: change.at, added: [], changed: [], removed: [] };
    for (const id of change.removed) this.#hide(id, shown);
    for (const item of change.added) this.#show(item, shown);
    for (const item of change.changed) {
      if (this.#passes(item)) this.#show(item, shown);
      else this.#hide(item.item_id, shown);
    }
    return shown;
  }

  #show(item: FeedItem, shown: WindowChange): void {
    if (!this.#passes(item)) return;
    (this.#items.has(item.item_id) ? shown.changed : shown.added).push(item);
    this.#items.set(item.item_id, item);
  }

  #hide(id: string, shown: WindowChange): void {
    if (this.#items.delete(id)) shown.removed.push(id);
  }
}
