import type { FeedItem } from './feed-item.js';

/** How many items are shown. */
const SHOWN = 20;
/** How many are kept, so that the newest may leave without a search for the next ones. */
const KEPT = 80;

/**
 * The newest items of a window. Adding costs a search among at most 80 items; only when more than 60 of them have left,
 * the whole window is looked through again.
 */
export class NewestItems {
  readonly #all: ReadonlyMap<string, FeedItem>;
  /** The newest first. Every item that is not in here is older than the last of them. */
  readonly #kept: FeedItem[] = [];
  #complete = true;

  /** @param all the items of the window; every change of it must be told to `add` or `remove`. */
  constructor(all: ReadonlyMap<string, FeedItem>) {
    this.#all = all;
  }

  add(item: FeedItem): void {
    const position = this.#position(item);
    if (position === this.#kept.length && !this.#complete) return;
    this.#kept.splice(position, 0, item);
    if (this.#kept.length <= KEPT) return;
    this.#kept.pop();
    this.#complete = false;
  }

  remove(item: FeedItem): void {
    const position = this.#position(item);
    if (this.#kept[position]?.item_id === item.item_id) this.#kept.splice(position, 1);
  }

  /** At most 20, the newest first; of the same moment, the one with the larger id first. */
  list(): FeedItem[] {
    if (this.#kept.length < SHOWN && !this.#complete) this.#search();
    return this.#kept.slice(0, SHOWN);
  }

  #search(): void {
    this.#kept.length = 0;
    this.#complete = true;
    for (const item of this.#all.values()) this.add(item);
  }

  /** Of the first kept item that is not newer. */
  #position(item: FeedItem): number {
    let low = 0;
    let high = this.#kept.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isNewer(this.#kept[middle]!, item)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function isNewer(a: FeedItem, b: FeedItem): boolean {
  return a.created_at === b.created_at ? a.item_id > b.item_id : a.created_at > b.created_at;
}
