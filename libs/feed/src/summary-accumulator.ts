import type { FeedItem } from './feed-item.js';
import { toDollars, toUnits } from './money.js';
import { NewestItems } from './newest-items.js';
import { SalesSteps } from './sales-steps.js';
import type { RecentItem, Summary, SummaryGroup } from './summary.js';

/** Sums of one key, money in units. */
interface Sums {
  items: number;
  sales: number;
  cost: number;
}

type GroupedBy = 'country' | 'traffic_source' | 'category' | 'item_status';

/**
 * The summary of a window that changes: the cost of a change does not depend on the size of the window, and what comes
 * out depends only on the items that are in, whatever has happened to them before.
 *
 * @example
 * const accumulator = new SummaryAccumulator({ lookbackMinutes: 5 });
 * accumulator.apply(change);
 * const summary = accumulator.summary(change.at);
 */
export class SummaryAccumulator {
  readonly #windowSeconds: number;
  readonly #items = new Map<string, FeedItem>();
  readonly #newest = new NewestItems(this.#items);
  readonly #steps: SalesSteps;
  /** Items of each order. */
  readonly #orders = new Map<string, number>();
  readonly #total: Sums = { items: 0, sales: 0, cost: 0 };
  readonly #groups: Record<GroupedBy, Map<string, Sums>> = {
    country: new Map(),
    traffic_source: new Map(),
    category: new Map(),
    item_status: new Map(),
  };

  constructor({ lookbackMinutes }: { lookbackMinutes: number }) {
    this.#windowSeconds = Math.round(lookbackMinutes * 60_000) / 1_000;
    this.#steps = new SalesSteps(this.#windowSeconds);
  }

  /** How many items are in. */
  get size(): number {
    return this.#items.size;
  }

  /** Puts an item in; one with the same id gives way. */
  put(item: FeedItem): void {
    this.remove(item.item_id);
    this.#items.set(item.item_id, item);
    this.#newest.add(item);
    this.#count(item, 1);
  }

  /** Takes an item out, if it is in. */
  remove(id: string): void {
    const item = this.#items.get(id);
    if (!item) return;
    this.#items.delete(id);
    this.#newest.remove(item);
    this.#count(item, -1);
  }

  /** Takes what a refresh of the window has changed, or what a `delta` says. */
  apply(change: {
    readonly added: Iterable<FeedItem>;
    readonly changed: Iterable<FeedItem>;
    readonly removed: Iterable<string>;
  }): void {
    for (const id of change.removed) this.remove(id);
    for (const item of change.added) this.put(item);
    for (const item of change.changed) this.put(item);
  }

  /** The figures as of `at`, the database's clock in milliseconds since 1970. */
  summary(at: number): Summary {
    const { items, sales, cost } = this.#total;
    return {
      at,
      window_seconds: this.#windowSeconds,
      orders: this.#orders.size,
      items,
      sales: toDollars(sales),
      cost: toDollars(cost),
      margin: toDollars(sales - cost),
      by_country: toGroups(this.#groups.country),
      by_traffic_source: toGroups(this.#groups.traffic_source),
      by_category: toGroups(this.#groups.category),
      by_status: toGroups(this.#groups.item_status),
      series: this.#steps.series(at),
      newest: this.#newest.list().map(toRecent),
    };
  }

  #count(item: FeedItem, sign: 1 | -1): void {
    const sales = sign * toUnits(item.sale_price);
    const cost = sign * toUnits(item.cost);
    addTo(this.#total, sign, sales, cost);
    for (const [property, groups] of Object.entries(this.#groups)) {
      const key = item[property as GroupedBy];
      const sums = groups.get(key) ?? { items: 0, sales: 0, cost: 0 };
      addTo(sums, sign, sales, cost);
      if (sums.items === 0) groups.delete(key);
      else groups.set(key, sums);
    }
    const inOrder = (this.#orders.get(item.order_id) ?? 0) + sign;
    if (inOrder === 0) this.#orders.delete(item.order_id);
    else this.#orders.set(item.order_id, inOrder);
    this.#steps.add(item.created_at, sales);
  }
}

/**
 * The summary of a window.
 *
 * @param at the database's clock, in milliseconds since 1970.
 * @example
 * const { orders, margin } = summarize(items, { at: Date.now(), lookbackMinutes: 5 });
 */
export function summarize(
  items: Iterable<FeedItem>,
  { at, lookbackMinutes }: { at: number; lookbackMinutes: number },
): Summary {
  const accumulator = new SummaryAccumulator({ lookbackMinutes });
  for (const item of items) accumulator.put(item);
  return accumulator.summary(at);
}

function addTo(sums: Sums, items: number, sales: number, cost: number): void {
  sums.items += items;
  sums.sales += sales;
  sums.cost += cost;
}

function toGroups(groups: Map<string, Sums>): SummaryGroup[] {
  return [...groups]
    .sort(([a, { sales }], [b, other]) => other.sales - sales || (a < b ? -1 : 1))
    .map(([key, { items, sales, cost }]) => ({ key, items, sales: toDollars(sales), cost: toDollars(cost) }));
}

function toRecent(item: FeedItem): RecentItem {
  const { item_id, created_at, product_name, category, country, sale_price, item_status } = item;
  return { item_id, created_at, product_name, category, country, sale_price, item_status };
}
