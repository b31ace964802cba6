import type { FeedItem } from '@thelook/feed';
import { Exclusive } from '../../src/window/exclusive.js';
import { ItemView } from '../../src/window/item-view.js';
import { SalesTable } from '../../src/window/sales-table.js';
import type { WindowSource, WindowView } from '../../src/window/sales-window.js';

/** A UUID that counts. */
export function sampleId(kind: number, number: number): string {
  return `${String(kind).padStart(8, '0')}-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

/** An item of the feed with ids that count; its buyer and its product are its own. */
export function sampleItem(number: number, over: Partial<FeedItem> = {}): FeedItem {
  return {
    user_id: sampleId(1, number),
    age: 30,
    gender: 'F',
    country: 'Brasil',
    traffic_source: 'Search',
    order_id: sampleId(2, number),
    item_id: sampleId(0, number),
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

/** Where everybody lives. */
export const samplePlace = { latitude: -23.52, longitude: -46.64 };

/** Whether the buyer signed up a second before, and not an hour. */
export function isOfNewCustomer({ item_id }: FeedItem): boolean {
  return Number(item_id.slice(-1)) % 2 === 1;
}

/** Puts an item with buyer and product into a table. */
export function putSample(table: SalesTable, item: FeedItem): void {
  const { user_id, product_id, product_name, product_brand, item_id, item_status, created_at, ...rest } =
    item;
  const signedUpAt = isOfNewCustomer(item) ? created_at - 1_000 : created_at - 3_600_000;
  table.putBuyer(user_id, { id: user_id, ...rest, ...samplePlace, created_at: signedUpAt * 1_000 });
  table.putProduct(product_id, { id: product_id, name: product_name, brand: product_brand, ...rest });
  table.putItem(item_id, {
    ...{ id: item_id, user_id, product_id, status: item_status, created_at: created_at * 1_000 },
    order_id: item.order_id,
    sale_price: item.sale_price,
  });
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
    const table = new SalesTable(1_000_000);
    const items = new ItemView(table);
    const changes = new Exclusive();
    const shown = new Map<string, FeedItem>();
    this.openViews += 1;
    return {
      items,
      atRest: (work) => changes.run(work),
      refresh: async (use) => {
        this.refreshes += 1;
        for (const resolve of this.#waiting.splice(0)) resolve();
        if (this.failure) throw this.failure;
        return changes.run(async () => {
          await items.begin(table, -Infinity);
          takeOver(table, shown, this.items);
          const change = await items.advance(items.target(Date.now() * 1_000, -Infinity));
          await use(change);
          await items.release();
          return change;
        });
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

function takeOver(
  table: SalesTable,
  shown: Map<string, FeedItem>,
  items: ReadonlyMap<string, FeedItem>,
): void {
  for (const id of [...shown.keys()]) {
    if (items.has(id)) continue;
    table.deleteItem(id);
    shown.delete(id);
  }
  for (const [id, item] of items) {
    if (shown.get(id) === item) continue;
    putSample(table, item);
    shown.set(id, item);
  }
}
