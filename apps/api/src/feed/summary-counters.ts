import {
  ageBand,
  SalesSteps,
  shopStatuses,
  toDollars,
  toUnits,
  TOP,
  type FilterName,
  type RecentItem,
  type Summary,
  type TopProduct,
} from '@thelook/feed';
import type { ItemView } from '../window/item-view.js';
import type { ShopFacts } from '../shop/shop-facts.js';
import type { Slices } from '../window/slices.js';
import { GroupSums } from './group-sums.js';
import { NewestSlots } from './newest-slots.js';
import { OrderCounts } from './order-counts.js';
import { PASSES, type SlotFilter } from './slot-filter.js';
import { SoldBefore } from './sold-before.js';
import { statusChanges } from './told-changes.js';

export interface SummaryCountersOptions {
  items: ItemView;
  /** Which items count; undefined: all. */
  filter: SlotFilter | undefined;
  lookbackMinutes: number;
  /** Undefined where nothing of it is known. */
  shop?: ShopFacts | undefined;
}

type ByWord = GroupSums<number>;

/** Of the shop's statuses. */
const positions = new Map<string, number>(shopStatuses.map((status, position) => [status, position]));

/**
 * The figures of a view, in counters: no item is remembered but the newest. The cost of a change does not depend on the
 * size of the window, and what comes out depends only on the items that are in.
 */
export class SummaryCounters {
  readonly #items: ItemView;
  readonly #filter: SlotFilter | undefined;
  readonly #windowSeconds: number;
  readonly #shop: ShopFacts | undefined;
  readonly #newest: NewestSlots;
  readonly #before: SoldBefore;
  /** Items in slots up to this one have been looked at, and are followed. */
  #looked = 0;
  #at = 0;
  #steps: SalesSteps;
  readonly #orders = new OrderCounts();
  #total = { items: 0, sales: 0, cost: 0 };
  readonly #countries: ByWord = new GroupSums();
  readonly #sources: ByWord = new GroupSums();
  readonly #categories: ByWord = new GroupSums();
  readonly #statuses: ByWord = new GroupSums();
  readonly #departments: ByWord = new GroupSums();
  readonly #ages = new GroupSums<string>();
  readonly #customers = new GroupSums<string>();
  readonly #brands = new GroupSums<string>();
  /** By the product's slot. */
  readonly #products = new GroupSums<number>();
  /** What only one filter keeps out, by the word that it looks at. */
  readonly #others: readonly { name: FilterName; groups: ByWord }[];

  constructor({ items, filter, lookbackMinutes, shop }: SummaryCountersOptions) {
    this.#items = items;
    this.#shop = shop;
    this.#filter = filter;
    this.#windowSeconds = Math.round(lookbackMinutes * 60_000) / 1_000;
    this.#newest = new NewestSlots(items, filter?.passes);
    this.#steps = new SalesSteps(this.#windowSeconds);
    this.#before = new SoldBefore(this.#windowSeconds);
    this.#others = (filter?.names ?? []).map((name) => ({ name, groups: new GroupSums() }));
  }

  /** How many items are in. */
  get size(): number {
    return this.#total.items;
  }

  get bytes(): number {
    const groups = this.#groups.reduce((sum, { bytes }) => sum + bytes, 0);
    return this.#orders.bytes(this.#items.table.orders.slots) + this.#before.bytes + groups;
  }

  /** Looks at items of the view, which is as of `at`, until a slice is over; true: that were all. */
  load(at: number, slices: Pick<Slices, 'isOver'>): boolean {
    for (const slot of this.#items.slots(this.#looked)) {
      this.#looked = slot;
      this.add(slot);
      if (slices.isOver) return false;
    }
    this.#looked = Infinity;
    this.#at = at;
    // Of what has left meanwhile, not everything has been seen.
    this.#before.begin(at - this.#windowSeconds * 1_000);
    return true;
  }

  /** No item has been looked at. */
  clear(): void {
    this.#looked = 0;
    this.#steps = new SalesSteps(this.#windowSeconds);
    this.#orders.clear();
    this.#total = { items: 0, sales: 0, cost: 0 };
    for (const groups of this.#groups) groups.clear();
    this.#newest.clear();
    this.#before.begin(Infinity);
  }

  /** The view goes on to `at`. What has come and gone again since it was last looked at has not been seen. */
  goTo(at: number): void {
    const since = at - this.#windowSeconds * 1_000;
    if (since > this.#at) this.#before.begin(since);
    this.#at = at;
  }

  /** An item has come into the view. */
  add(slot: number): void {
    if (slot > this.#looked) return;
    const missed = this.#filter?.missed(slot) ?? PASSES;
    if (missed === PASSES) {
      this.#newest.add(slot);
      this.#count(slot, 1);
    } else this.#countOther(missed, slot, 1);
  }

  /** An item has left the view, for whatever reason. */
  remove(slot: number): void {
    if (slot > this.#looked) return;
    const missed = this.#filter?.missed(slot) ?? PASSES;
    if (missed === PASSES) {
      this.#newest.remove(slot);
      this.#count(slot, -1);
    } else this.#countOther(missed, slot, -1);
  }

  /** The figures as of `at`, the database's clock in milliseconds since 1970. */
  async summary(at: number, slices: Slices): Promise<Summary> {
    const { items, sales, cost } = this.#total;
    const { table } = this.#items;
    const text = (word: number) => table.words.text(word);
    const own = (key: string) => key;
    const newest = await this.#newest.list(slices);
    return {
      at,
      window_seconds: this.#windowSeconds,
      orders: this.#orders.size,
      items,
      sales: toDollars(sales),
      cost: toDollars(cost),
      margin: toDollars(sales - cost),
      by_country: this.#countries.groups(text),
      by_traffic_source: this.#sources.groups(text),
      by_category: this.#categories.groups(text),
      by_status: this.#statuses.groups(text),
      by_department: this.#departments.groups(text),
      by_age: this.#ages.groups(own),
      by_customer: this.#customers.groups(own),
      top_brands: this.#brands.top(TOP, own).map(([key, sums]) => ({
        ...{ key, items: sums.items, sales: toDollars(sums.sales), cost: toDollars(sums.cost) },
      })),
      top_products: this.#topProducts(),
      orders_by_status: this.#orders.byStatus(),
      others: Object.fromEntries(this.#others.map(({ name, groups }) => [name, groups.groups(text)])),
      before: this.#before.before(at),
      status_changes: statusChanges(table, at, this.#windowSeconds),
      visits: this.#shop?.visits(at, this.#windowSeconds) ?? null,
      sale_days: this.#shop?.saleDays(at, this.#windowSeconds) ?? null,
      stock: this.#shop?.stock ?? null,
      series: this.#steps.series(at),
      newest: newest.map((slot) => this.#toRecent(slot)),
    };
  }

  get #groups(): (GroupSums<number> | GroupSums<string>)[] {
    return [
      ...[this.#countries, this.#sources, this.#categories, this.#statuses, this.#departments],
      ...[this.#ages, this.#customers, this.#brands, this.#products],
      ...this.#others.map(({ groups }) => groups),
    ];
  }

  #count(slot: number, sign: 1 | -1): void {
    const { table, json, cutoff } = this.#items;
    const { buyers } = table;
    const buyer = table.buyer(slot);
    const productSlot = table.product(slot);
    const product = table.products.get(productSlot);
    const sales = sign * units(table.price(slot));
    const cost = sign * units(product.row.cost);
    this.#total.items += sign;
    this.#total.sales += sales;
    this.#total.cost += cost;
    this.#countries.add(buyers.country(buyer), sign, sales, cost);
    this.#sources.add(buyers.source(buyer), sign, sales, cost);
    this.#categories.add(product.category, sign, sales, cost);
    this.#statuses.add(table.status(slot), sign, sales, cost);
    this.#departments.add(product.department, sign, sales, cost);
    this.#ages.add(ageBand(buyers.age(buyer)), sign, sales, cost);
    const isNew = table.moment(slot) / 1e6 - buyers.signedUpAt(buyer) < this.#windowSeconds;
    this.#customers.add(isNew ? 'new' : 'returning', sign, sales, cost);
    if (product.row.brand) this.#brands.add(product.row.brand, sign, sales, cost);
    this.#products.add(productSlot, sign, sales, cost);
    const moment = json.createdAt(slot);
    this.#steps.add(moment, sales, sign);
    const order = table.order(slot);
    const status = table.words.text(table.status(slot));
    const orders = this.#orders.count(order, positions.get(status) ?? -1, sign);
    if (orders !== 0) this.#steps.addOrder(table.orders.second(order) * 1_000, orders);
    if (sign === 1 || table.moment(slot) >= cutoff) return;
    this.#before.add(moment, { orders: -orders, items: 1, sales: -sales, cost: -cost });
  }

  /** What a filter alone keeps out. */
  #countOther(missed: number, slot: number, sign: 1 | -1): void {
    const other = this.#others[missed];
    if (!other) return;
    const { table } = this.#items;
    const { row } = table.products.get(table.product(slot));
    other.groups.add(
      this.#filter!.word(missed, slot),
      sign,
      sign * units(table.price(slot)),
      sign * units(row.cost),
    );
  }

  #topProducts(): TopProduct[] {
    const { products } = this.#items.table;
    return this.#products
      .top(TOP, (slot) => products.get(slot).row.id)
      .map(([slot, { items, sales }]) => {
        const { id, name, brand } = products.get(slot).row;
        return { product_id: id, product_name: name, product_brand: brand, items, sales: toDollars(sales) };
      });
  }

  #toRecent(slot: number): RecentItem {
    const { table, json } = this.#items;
    const { item_id, created_at, product_name, category, country, sale_price, item_status } =
      json.object(slot);
    const place = table.buyers.place(table.buyer(slot)) ?? null;
    return { item_id, created_at, product_name, category, country, sale_price, item_status, place };
  }
}

/** What is no amount counts as none, so that a sum is not lost for ever. */
function units(dollars: number): number {
  return Number.isFinite(dollars) ? toUnits(dollars) : 0;
}
