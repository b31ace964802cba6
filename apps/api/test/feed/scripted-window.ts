import type { FeedItem } from '@thelook/feed';
import type { WindowChange, WindowSource, WindowView } from '../../src/window/sales-window.js';

/** An item of the feed with an id that counts. */
export function sampleItem(number: number, over: Partial<FeedItem> = {}): FeedItem {
  return {
    user_id: `user-${number}`,
    age: 30,
    gender: 'F',
    country: 'Brasil',
    traffic_source: 'Search',
    order_id: `order-${number}`,
    item_id: `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`,
    category: 'Jeans',
    cost: 10,
    item_status: 'Processing',
    sale_price: 25,
    created_at: 1_700_000_000_000 + number,
    department: 'Women',
    product_id: number,
    product_name: `Blue jeans No. ${number}`,
    product_brand: null,
    ...over,
  };
}

/** A source whose windows, all of them, hold what a test says, and fail when it says so. */
export class ScriptedWindow implements WindowSource {
  readonly mode = 'query';
  items = new Map<string, FeedItem>();
  /** What the next refreshes reject with. */
  failure: Error | undefined;
  refreshes = 0;
  openViews = 0;
  #waiting: (() => void)[] = [];

  set(items: readonly FeedItem[]): void {
    this.items = new Map(items.map((item) => [item.item_id, item]));
  }

  /** Resolves when another refresh has begun. */
  async refreshed(): Promise<void> {
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  open(): WindowView {
    const items = new Map<string, FeedItem>();
    this.openViews += 1;
    return {
      items,
      refresh: async () => {
        this.refreshes += 1;
        for (const resolve of this.#waiting.splice(0)) resolve();
        if (this.failure) throw this.failure;
        return takeOver(items, this.items);
      },
      close: () => {
        this.openViews -= 1;
      },
    };
  }

  async stop(): Promise<void> {
    // There is nothing to stop.
  }
}

function takeOver(shown: Map<string, FeedItem>, items: ReadonlyMap<string, FeedItem>): WindowChange {
  const change: WindowChange = { at: Date.now(), added: [], changed: [], removed: [] };
  for (const id of shown.keys()) if (!items.has(id)) change.removed.push(id);
  for (const id of change.removed) shown.delete(id);
  for (const [id, item] of items) {
    const before = shown.get(id);
    if (before === item) continue;
    (before ? change.changed : change.added).push(item);
    shown.set(id, item);
  }
  return change;
}
