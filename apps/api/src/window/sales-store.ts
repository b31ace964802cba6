import type { Buyer, DeleteChange, PutChange, SalesSnapshot, SoldItem, SoldProduct } from '@thelook/db';
import type { FeedItem } from '@thelook/feed';
import { ExpiryQueue } from './expiry-queue.js';
import type { ItemSource } from './item-view.js';
import { JoinedRows } from './joined-rows.js';

interface StoredItem {
  row: SoldItem;
  /** Made when it is first looked at; undefined again when a part of it changes. */
  feedItem: FeedItem | undefined;
}

/** Products that are kept without being shown: a catalogue of this size needs no looking up. */
export const MAX_PRODUCTS = 200_000;

/**
 * The latest sales in memory: a snapshot, and the changes that have followed it. Holds every item created since
 * {@link since}, with user and product if they are known.
 */
export class SalesStore implements ItemSource {
  readonly #items = new Map<string, StoredItem>();
  readonly #expiry = new ExpiryQueue();
  readonly #users = new JoinedRows<string, Buyer>(false);
  readonly #products: JoinedRows<number, SoldProduct>;
  readonly #onTouch: (id: string) => void;
  #since: number;

  /** @param onTouch is told the id of every item that has changed, or may have. */
  constructor(snapshot: SalesSnapshot, onTouch: (id: string) => void) {
    this.#onTouch = onTouch;
    this.#since = snapshot.since;
    const complete = snapshot.products.length <= MAX_PRODUCTS;
    this.#products = new JoinedRows(complete, MAX_PRODUCTS);
    for (const product of snapshot.products) this.#products.put(product.id, () => product);
    for (const item of snapshot.items) this.#putItem(item.id, item);
    for (const user of snapshot.users) this.#users.put(user.id, () => user);
  }

  /** Items created before this moment are not kept, in microseconds since 1970. */
  get since(): number {
    return this.#since;
  }

  get size(): number {
    return this.#items.size;
  }

  /** Keys of users and products that have to be read before the items are right. */
  get wanted(): { users: ReadonlySet<string>; products: ReadonlySet<number> } {
    return { users: this.#users.wanted, products: this.#products.wanted };
  }

  ids(): Iterable<string> {
    return this.#items.keys();
  }

  item(id: string, cutoff: number): FeedItem | undefined {
    const stored = this.#items.get(id);
    if (!stored || stored.row.created_at < cutoff) return undefined;
    const user = this.#users.get(stored.row.user_id);
    const product = this.#products.get(stored.row.product_id);
    if (!user || !product) return undefined;
    return (stored.feedItem ??= toFeedItem(stored.row, user, product));
  }

  /** Takes a row's change over. @throws {IncompleteRowError} when it does not tell all that is needed. */
  apply(change: PutChange | DeleteChange): void {
    if (change.kind === 'put') this.#put(change);
    else this.#delete(change);
  }

  /** Forgets the items created before `cutoff`, in microseconds since 1970. */
  forgetBefore(cutoff: number): void {
    if (cutoff <= this.#since) return;
    this.#since = cutoff;
    const later: StoredItem[] = [];
    for (;;) {
      const id = this.#expiry.takeUntil(cutoff);
      if (id === undefined) break;
      const stored = this.#items.get(id);
      if (stored && stored.row.created_at >= cutoff) later.push(stored);
      else this.#deleteItem(id);
    }
    // Those of the very moment, and those that have been given a later one since.
    for (const { row } of new Set(later)) this.#expiry.push(row.created_at, row.id);
    if (!this.#expiry.isStale(this.#items.size)) return;
    this.#expiry.clear();
    for (const { row } of this.#items.values()) this.#expiry.push(row.created_at, row.id);
  }

  /**
   * Reads what is wanted. Changes may go on arriving meanwhile; they count more than what is read.
   */
  async readWanted(
    readUsers: (ids: string[]) => Promise<Buyer[]>,
    readProducts: (ids: number[]) => Promise<SoldProduct[]>,
  ): Promise<void> {
    const users = this.#users.beginReading();
    const products = this.#products.beginReading();
    if (users.size > 0) {
      const rows = await readUsers([...users]);
      this.#touchAll(
        this.#users.endReading(
          users,
          rows.map((row) => [row.id, row]),
        ),
      );
    }
    if (products.size > 0) {
      const rows = await readProducts([...products]);
      this.#touchAll(
        this.#products.endReading(
          products,
          rows.map((row) => [row.id, row]),
        ),
      );
    }
  }

  #put(change: PutChange): void {
    if (change.table === 'order_items') {
      if (change.formerKey !== undefined) this.#deleteItem(change.formerKey);
      return this.#putItem(change.key, change.row);
    }
    if (change.table === 'users') {
      const { row } = change;
      if (change.formerKey !== undefined) this.#touchAll(this.#users.remove(change.formerKey));
      const merge = (known: Buyer | null | undefined) => complete({ ...known, ...row }, USER_COLUMNS);
      return this.#touchAll(this.#users.put(change.key, merge));
    }
    const { row } = change;
    if (change.formerKey !== undefined) this.#touchAll(this.#products.remove(change.formerKey));
    const merge = (known: SoldProduct | null | undefined) => complete({ ...known, ...row }, PRODUCT_COLUMNS);
    this.#touchAll(this.#products.put(change.key, merge));
  }

  #delete(change: DeleteChange): void {
    if (change.table === 'order_items') this.#deleteItem(change.key);
    else if (change.table === 'users') this.#touchAll(this.#users.remove(change.key));
    else this.#touchAll(this.#products.remove(change.key));
  }

  #putItem(id: string, values: Partial<SoldItem>): void {
    const known = this.#items.get(id)?.row;
    const row = complete({ ...known, ...values }, ITEM_COLUMNS);
    if (row === undefined) throw new IncompleteRowError(id);
    if (row.created_at < this.#since) return this.#deleteItem(id);
    if (known?.created_at !== row.created_at) this.#expiry.push(row.created_at, id);
    this.#items.set(id, { row, feedItem: undefined });
    // First the new ones, so that a row that stays is not forgotten in between.
    this.#users.link(row.user_id, id);
    this.#products.link(row.product_id, id);
    if (known && known.user_id !== row.user_id) this.#users.unlink(known.user_id, id);
    if (known && known.product_id !== row.product_id) this.#products.unlink(known.product_id, id);
    this.#onTouch(id);
  }

  #deleteItem(id: string): void {
    const stored = this.#items.get(id);
    if (!stored) return;
    this.#items.delete(id);
    this.#users.unlink(stored.row.user_id, id);
    this.#products.unlink(stored.row.product_id, id);
    this.#onTouch(id);
  }

  #touchAll(ids: Iterable<string>): void {
    for (const id of ids) {
      const stored = this.#items.get(id);
      if (stored) stored.feedItem = undefined;
      this.#onTouch(id);
    }
  }
}

/** The stream has left out a value, because it is stored out of line and unchanged, of a row that was not known. */
export class IncompleteRowError extends Error {
  readonly code = 'THELOOK_INCOMPLETE_ROW';

  constructor(readonly id: string) {
    super(`The stream of changes does not have every value of order item ${id}.`);
    this.name = 'IncompleteRowError';
  }
}

const ITEM_COLUMNS = [
  'id',
  'order_id',
  'user_id',
  'product_id',
  'status',
  'created_at',
  'sale_price',
] as const satisfies readonly (keyof SoldItem)[];
const USER_COLUMNS = [
  'id',
  'age',
  'gender',
  'country',
  'traffic_source',
] as const satisfies readonly (keyof Buyer)[];
const PRODUCT_COLUMNS = [
  'id',
  'cost',
  'category',
  'name',
  'brand',
  'department',
] as const satisfies readonly (keyof SoldProduct)[];

/** The row, if it has every column. */
function complete<Row extends object>(row: Partial<Row>, columns: readonly (keyof Row)[]): Row | undefined {
  return columns.every((column) => row[column] !== undefined) ? (row as Row) : undefined;
}

function toFeedItem(item: SoldItem, user: Buyer, product: SoldProduct): FeedItem {
  return {
    user_id: item.user_id,
    age: user.age,
    gender: user.gender,
    country: user.country,
    traffic_source: user.traffic_source,
    order_id: item.order_id,
    item_id: item.id,
    category: product.category,
    cost: product.cost,
    item_status: item.status,
    sale_price: item.sale_price,
    created_at: Math.floor(item.created_at / 1_000),
    department: product.department,
    product_id: item.product_id,
    product_name: product.name,
    product_brand: product.brand,
  };
}
