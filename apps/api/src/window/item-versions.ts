import type { SoldItem } from '@thelook/db/internal';
import { Buyers } from './buyers.js';
import { Float64Column, Uint16Column, Uint32Column } from './columns.js';
import { IncompleteRowError } from './errors.js';
import { IdTable } from './id-table.js';
import { Orders } from './orders.js';
import { SoldProducts } from './sold-products.js';
import { readUuid, type Key } from './uuid.js';
import { Words } from './words.js';

/**
 * Versions of order items in columns: each is a slot that never changes for as long as it is there, with slots for its
 * order, buyer and product. Which of them there are, and where, is for the table above to say.
 */
export abstract class ItemVersions {
  readonly words = new Words();
  readonly orders = new Orders();
  readonly buyers = new Buyers(this.words);
  readonly products = new SoldProducts(this.words);
  protected readonly ids = new IdTable();
  protected readonly buyerSlots = new Uint32Column();
  protected readonly productSlots = new Uint32Column();
  readonly #orderSlots = new Uint32Column();
  readonly #statuses = new Uint16Column();
  readonly #moments = new Float64Column();
  readonly #prices = new Float64Column();
  /** The version that this one has taken the place of; the next free slot. */
  readonly #formers = new Uint32Column();
  readonly #scratch: Key = new Uint32Array(4);
  #slots = 0;
  #firstFree = 0;
  #lastFree = 0;

  /** The largest slot there has been. */
  get slots(): number {
    return this.#slots;
  }

  id(slot: number): string {
    return this.ids.text(slot);
  }

  order(slot: number): number {
    return this.#orderSlots.get(slot);
  }

  buyer(slot: number): number {
    return this.buyerSlots.get(slot);
  }

  product(slot: number): number {
    return this.productSlots.get(slot);
  }

  /** The number of a word. */
  status(slot: number): number {
    return this.#statuses.get(slot);
  }

  /** Microseconds since 1970, as exact as the database has it. */
  moment(slot: number): number {
    return this.#moments.get(slot);
  }

  price(slot: number): number {
    return this.#prices.get(slot);
  }

  /** Orders two items as the texts of their ids would be. */
  compareIds(a: number, b: number): number {
    return this.ids.compare(a, b);
  }

  /** The version that this one has taken the place of; 0: none. Only for those that have come since a reader's position. */
  former(slot: number): number {
    return this.#formers.get(slot);
  }

  /** Told each slot when it is there for the first time. */
  protected abstract reach(slot: number): void;

  protected setFormer(slot: number, former: number): void {
    this.#formers.set(slot, former);
  }

  /**
   * A new slot with the values of a known one, or of none (0), and those that are given.
   *
   * @throws {IncompleteRowError} when that is not all of them.
   * @throws {TableFullError} when there are too many words.
   */
  protected fill(known: number, key: Key, moment: number, values: Partial<SoldItem>): number {
    const { order_id, user_id, product_id, status, sale_price } = values;
    const isWhole = [order_id, user_id, product_id, status, sale_price].every((value) => value !== undefined);
    if (known === 0 && !isWhole) throw new IncompleteRowError(key);
    // First the words, which may be too many, so that nothing is left half.
    const word = status === undefined ? this.#statuses.get(known) : this.words.take(status);
    if (status === undefined) this.words.keep(word);
    const slot = this.#allocate();
    this.ids.write(slot, key);
    const other = this.#scratch;
    const order =
      order_id === undefined
        ? this.#orderSlots.get(known)
        : this.orders.take(readUuid(order_id, other, 'order_items.order_id'), moment);
    if (order_id === undefined) this.orders.keep(order);
    const buyer =
      user_id === undefined
        ? this.buyerSlots.get(known)
        : this.buyers.link(readUuid(user_id, other, 'order_items.user_id'));
    const product =
      product_id === undefined
        ? this.productSlots.get(known)
        : this.products.link(this.products.key(product_id));
    this.buyers.keep(buyer);
    this.products.keep(product);
    this.#statuses.set(slot, word);
    this.#orderSlots.set(slot, order);
    this.buyerSlots.set(slot, buyer);
    this.productSlots.set(slot, product);
    this.#moments.set(slot, moment);
    this.#prices.set(slot, sale_price ?? this.#prices.get(known));
    return slot;
  }

  /** A new slot with the same values. */
  protected copy(known: number): number {
    const slot = this.#allocate();
    this.ids.write(slot, this.ids.read(known, this.#scratch));
    const columns = [this.#orderSlots, this.buyerSlots, this.productSlots];
    for (const column of columns) column.set(slot, column.get(known));
    this.#statuses.set(slot, this.#statuses.get(known));
    this.#moments.set(slot, this.#moments.get(known));
    this.#prices.set(slot, this.#prices.get(known));
    this.orders.keep(this.order(slot));
    this.buyers.keep(this.buyer(slot));
    this.products.keep(this.product(slot));
    this.words.keep(this.status(slot));
    return slot;
  }

  /** Whether two versions of an item say the same. */
  protected isSame(a: number, b: number): boolean {
    return (
      this.status(a) === this.status(b) &&
      this.order(a) === this.order(b) &&
      this.buyer(a) === this.buyer(b) &&
      this.product(a) === this.product(b) &&
      this.moment(a) === this.moment(b) &&
      Object.is(this.price(a), this.price(b))
    );
  }

  /** Frees a slot, and what only it refers to. */
  protected free(slot: number): void {
    this.orders.drop(this.order(slot));
    this.buyers.drop(this.buyer(slot));
    this.products.drop(this.product(slot));
    this.words.drop(this.status(slot));
    this.#formers.set(slot, 0);
    if (this.#lastFree === 0) this.#firstFree = slot;
    else this.#formers.set(this.#lastFree, slot);
    this.#lastFree = slot;
  }

  /** The slot that has been free for longest: what comes at the same time then lies together, and goes together. */
  #allocate(): number {
    const free = this.#firstFree;
    if (free !== 0) {
      this.#firstFree = this.#formers.get(free);
      if (this.#firstFree === 0) this.#lastFree = 0;
      this.#formers.set(free, 0);
      return free;
    }
    const slot = (this.#slots += 1);
    for (const column of [this.#orderSlots, this.buyerSlots, this.productSlots, this.#formers]) {
      column.reach(slot);
    }
    this.ids.reach(slot);
    this.#statuses.reach(slot);
    this.#moments.reach(slot);
    this.#prices.reach(slot);
    this.reach(slot);
    return slot;
  }
}
