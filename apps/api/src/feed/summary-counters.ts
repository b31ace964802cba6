import {
  SalesSteps,
  toDollars,
  toUnits,
  type RecentItem,
  type Summary,
  type SummaryGroup,
} from '@thelook/feed';
import { Uint8Column } from '../window/columns.js';
import type { ItemView } from '../window/item-view.js';
import type { Slices } from '../window/slices.js';
import { NewestSlots } from './newest-slots.js';
import type { SlotFilter } from './slot-filter.js';

/** Sums of one key, money in units. */
interface Sums {
  items: number;
  sales: number;
  cost: number;
}

/** By the numbers of words. */
type Groups = Map<number, Sums>;

/** What a counter of one byte cannot hold is counted apart. */
const MANY = 255;
/** Bytes that an order, and a group, take. */
const ORDER_BYTES = 1;
const GROUP_BYTES = 150;

/**
 * The figures of a view, in counters: no item is remembered but the newest. The cost of a change does not depend on the
 * size of the window, and what comes out depends only on the items that are in.
 */
export class SummaryCounters {
  readonly #items: ItemView;
  readonly #windowSeconds: number;
  readonly #newest: NewestSlots;
  #steps: SalesSteps;
  /** Items of each order, by the order's slot. */
  #orders = new Uint8Column();
  #manyItems = new Map<number, number>();
  #orderCount = 0;
  #total: Sums = { items: 0, sales: 0, cost: 0 };
  readonly #countries: Groups = new Map();
  readonly #sources: Groups = new Map();
  readonly #categories: Groups = new Map();
  readonly #statuses: Groups = new Map();

  constructor(items: ItemView, filter: SlotFilter | undefined, lookbackMinutes: number) {
    this.#items = items;
    this.#windowSeconds = Math.round(lookbackMinutes * 60_000) / 1_000;
    this.#newest = new NewestSlots(items, filter);
    this.#steps = new SalesSteps(this.#windowSeconds);
  }

  /** How many items are in. */
  get size(): number {
    return this.#total.items;
  }

  get bytes(): number {
    return (
      ORDER_BYTES * this.#items.table.orders.slots +
      GROUP_BYTES * this.#groups.reduce((n, { size }) => n + size, 0)
    );
  }

  clear(): void {
    this.#steps = new SalesSteps(this.#windowSeconds);
    this.#orders = new Uint8Column();
    this.#manyItems = new Map();
    this.#orderCount = 0;
    this.#total = { items: 0, sales: 0, cost: 0 };
    for (const groups of this.#groups) groups.clear();
    this.#newest.clear();
  }

  add(slot: number): void {
    this.#newest.add(slot);
    this.#count(slot, 1);
  }

  remove(slot: number): void {
    this.#newest.remove(slot);
    this.#count(slot, -1);
  }

  /** The figures as of `at`, the database's clock in milliseconds since 1970. */
  async summary(at: number, slices: Slices): Promise<Summary> {
    const { items, sales, cost } = this.#total;
    const newest = await this.#newest.list(slices);
    return {
      at,
      window_seconds: this.#windowSeconds,
      orders: this.#orderCount,
      items,
      sales: toDollars(sales),
      cost: toDollars(cost),
      margin: toDollars(sales - cost),
      by_country: this.#toGroups(this.#countries),
      by_traffic_source: this.#toGroups(this.#sources),
      by_category: this.#toGroups(this.#categories),
      by_status: this.#toGroups(this.#statuses),
      series: this.#steps.series(at),
      newest: newest.map((slot) => this.#toRecent(slot)),
    };
  }

  get #groups(): Groups[] {
    return [this.#countries, this.#sources, this.#categories, this.#statuses];
  }

  #count(slot: number, sign: 1 | -1): void {
    const { table, json } = this.#items;
    const buyer = table.buyer(slot);
    const product = table.products.get(table.product(slot));
    const sales = sign * units(table.price(slot));
    const cost = sign * units(product.row.cost);
    addTo(this.#total, sign, sales, cost);
    addToGroup(this.#countries, table.buyers.country(buyer), sign, sales, cost);
    addToGroup(this.#sources, table.buyers.source(buyer), sign, sales, cost);
    addToGroup(this.#categories, product.category, sign, sales, cost);
    addToGroup(this.#statuses, table.status(slot), sign, sales, cost);
    this.#countOrder(table.order(slot), sign);
    this.#steps.add(json.createdAt(slot), sales);
  }

  #countOrder(order: number, sign: 1 | -1): void {
    this.#orders.reach(order);
    const known = this.#orders.get(order);
    const before = known === MANY ? (this.#manyItems.get(order) ?? MANY) : known;
    const after = before + sign;
    this.#orders.set(order, Math.min(after, MANY));
    if (after >= MANY) this.#manyItems.set(order, after);
    else if (known === MANY) this.#manyItems.delete(order);
    if (after === 0) this.#orderCount -= 1;
    else if (before === 0) this.#orderCount += 1;
  }

  #toGroups(groups: Groups): SummaryGroup[] {
    const { words } = this.#items.table;
    return [...groups]
      .map(([word, { items, sales, cost }]) => ({ key: words.text(word), items, sales, cost }))
      .sort((a, b) => b.sales - a.sales || (a.key < b.key ? -1 : 1))
      .map(({ key, items, sales, cost }) => ({ key, items, sales: toDollars(sales), cost: toDollars(cost) }));
  }

  #toRecent(slot: number): RecentItem {
    const { item_id, created_at, product_name, category, country, sale_price, item_status } =
      this.#items.json.object(slot);
    return { item_id, created_at, product_name, category, country, sale_price, item_status };
  }
}

/** What is no amount counts as none, so that a sum is not lost for ever. */
function units(dollars: number): number {
  return Number.isFinite(dollars) ? toUnits(dollars) : 0;
}

function addTo(sums: Sums, items: number, sales: number, cost: number): void {
  sums.items += items;
  sums.sales += sales;
  sums.cost += cost;
}

function addToGroup(groups: Groups, word: number, items: number, sales: number, cost: number): void {
  const sums = groups.get(word);
  if (!sums) {
    groups.set(word, { items, sales, cost });
    return;
  }
  addTo(sums, items, sales, cost);
  if (sums.items === 0) groups.delete(word);
}
