import type { FeedItem } from './feed-item.js';
import { ageBand, bySales, shopStatuses, TOP } from './group-keys.js';
import { toDollars, toUnits } from './money.js';
import { NewestItems } from './newest-items.js';
import { SalesSteps } from './sales-steps.js';
import type { RecentItem, Summary, SummaryGroup, TopProduct } from './summary.js';

/** Sums of one key, money in units. */
interface Sums {
  items: number;
  sales: number;
  cost: number;
}

/** What items are grouped by, and the key of an item in each. */
const groupings = {
  country: (item: FeedItem) => item.country,
  traffic_source: (item: FeedItem) => item.traffic_source,
  category: (item: FeedItem) => item.category,
  status: (item: FeedItem) => item.item_status,
  department: (item: FeedItem) => item.department,
  age: (item: FeedItem) => ageBand(item.age),
  brand: (item: FeedItem) => item.product_brand ?? '',
};
type Grouping = keyof typeof groupings;
type Groups<Key> = Map<Key, Sums>;

/** An order as far as its items are in. */
interface Order {
  /** Of the first item, in milliseconds since 1970. */
  moment: number;
  /** Items by their status. */
  items: Map<string, number>;
}

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
  readonly #orders = new Map<string, Order>();
  readonly #ordersByStatus = new Map<string, number>();
  readonly #total: Sums = { items: 0, sales: 0, cost: 0 };
  readonly #groups = Object.fromEntries(
    Object.keys(groupings).map((name) => [name, new Map()]),
  ) as unknown as Record<Grouping, Groups<string>>;
  readonly #products: Groups<number> = new Map();
  readonly #productRows = new Map<number, FeedItem>();

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
      by_status: toGroups(this.#groups.status),
      by_department: toGroups(this.#groups.department),
      by_age: toGroups(this.#groups.age),
      by_customer: [],
      top_brands: toGroups(this.#groups.brand)
        .filter(({ key }) => key !== '')
        .slice(0, TOP),
      top_products: this.#topProducts(),
      orders_by_status: shopStatuses.map((key) => ({ key, orders: this.#ordersByStatus.get(key) ?? 0 })),
      others: {},
      before: null,
      status_changes: null,
      visits: null,
      sale_days: null,
      stock: null,
      series: this.#steps.series(at),
      newest: this.#newest.list().map(toRecent),
    };
  }

  #topProducts(): TopProduct[] {
    return ranked(this.#products)
      .slice(0, TOP)
      .map(([product_id, { items, sales }]) => {
        const { product_name = null, product_brand = null } = this.#productRows.get(product_id) ?? {};
        return { product_id, product_name, product_brand, items, sales: toDollars(sales) };
      });
  }

  #count(item: FeedItem, sign: 1 | -1): void {
    const sales = sign * toUnits(item.sale_price);
    const cost = sign * toUnits(item.cost);
    addTo(this.#total, sign, sales, cost);
    for (const [name, keyOf] of Object.entries(groupings)) {
      addToGroup(this.#groups[name as Grouping], keyOf(item), sign, sales, cost);
    }
    addToGroup(this.#products, item.product_id, sign, sales, cost);
    if (this.#products.has(item.product_id)) this.#productRows.set(item.product_id, item);
    else this.#productRows.delete(item.product_id);
    this.#countOrder(item, sign);
    this.#steps.add(item.created_at, sales, sign);
  }

  #countOrder({ order_id, item_status, created_at }: FeedItem, sign: 1 | -1): void {
    const order = this.#orders.get(order_id) ?? { moment: created_at, items: new Map<string, number>() };
    if (order.items.size === 0) {
      this.#orders.set(order_id, order);
      this.#steps.addOrder(order.moment, 1);
    }
    const items = (order.items.get(item_status) ?? 0) + sign;
    if (items === 0) order.items.delete(item_status);
    else order.items.set(item_status, items);
    const came = sign === 1 && items === 1;
    if (came || items === 0) {
      this.#ordersByStatus.set(item_status, (this.#ordersByStatus.get(item_status) ?? 0) + (came ? 1 : -1));
    }
    if (order.items.size > 0) return;
    this.#orders.delete(order_id);
    this.#steps.addOrder(order.moment, -1);
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

function addToGroup<Key>(groups: Groups<Key>, key: Key, items: number, sales: number, cost: number): void {
  const sums = groups.get(key) ?? { items: 0, sales: 0, cost: 0 };
  addTo(sums, items, sales, cost);
  if (sums.items === 0) groups.delete(key);
  else groups.set(key, sums);
}

function ranked<Key extends string | number>(groups: Groups<Key>): [Key, Sums][] {
  return [...groups].sort(([a, { sales }], [b, other]) =>
    bySales({ key: a, sales }, { key: b, sales: other.sales }),
  );
}

function toGroups(groups: Groups<string>): SummaryGroup[] {
  return ranked(groups).map(([key, { items, sales, cost }]) => ({
    ...{ key, items, sales: toDollars(sales), cost: toDollars(cost) },
  }));
}

function toRecent(item: FeedItem): RecentItem {
  const { item_id, created_at, product_name, category, country, sale_price, item_status } = item;
  return { item_id, created_at, product_name, category, country, sale_price, item_status, place: null };
}
