import type { DeleteChange, PutChange, SoldItem } from '@thelook/db';
import { Buyers } from './buyers.js';
import { ChangeLog } from './change-log.js';
import { Float64Column, SlotList, Uint16Column, Uint32Column, Uint8Column } from './columns.js';
import { TableFullError } from './errors.js';
import { IdTable } from './id-table.js';
import { ItemLists, Seconds } from './item-lists.js';
import type { JoinedRows, Replacement } from './joined-rows.js';
import { Orders } from './orders.js';
import { SoldProducts } from './sold-products.js';
import { readUuid, type Key } from './uuid.js';
import { Words } from './words.js';

const FREE = 0;
/** There, but its buyer or its product is not, or is not known. */
const HIDDEN = 1;
const VISIBLE = 2;
/** No longer there; kept until those who follow the log have seen it go. */
const GONE = 3;

/** Changes that a follower may be behind, beyond as many as there are items. */
const SPARE_CHANGES = 100_000;

/** A moment in microseconds since 1970 as the second that it is in. */
const secondOf = (moment: number): number => Math.floor(moment / 1e6);

/**
 * The latest sales in memory, in columns: each version of an order item is a slot that never changes, with slots for
 * its order, buyer and product. What comes and what goes is told by the log, and what has gone can be read until
 * everybody who follows the log has got that far. See docs/decisions/0005-columnar-window.md.
 */
export class SalesTable {
  readonly words = new Words();
  readonly orders = new Orders();
  readonly buyers = new Buyers(this.words);
  readonly products = new SoldProducts(this.words);
  readonly log = new ChangeLog((slot) => this.#forget(slot));
  readonly #ids = new IdTable();
  readonly #states = new Uint8Column();
  readonly #orders = new Uint32Column();
  readonly #buyers = new Uint32Column();
  readonly #products = new Uint32Column();
  readonly #statuses = new Uint16Column();
  /** Microseconds since 1970, as exact as the database has it. */
  readonly #moments = new Float64Column();
  readonly #prices = new Float64Column();
  /** The version that this one has taken the place of, for as long as it is in the log; the next free slot. */
  readonly #formers = new Uint32Column();
  readonly #seconds = new Seconds();
  readonly #byBuyer = new ItemLists(this.buyers.heads);
  readonly #byProduct = new ItemLists(this.products.heads);
  readonly #bySecond = new ItemLists(this.#seconds);
  readonly #maxItems: number;
  readonly #key: Key = new Uint32Array(4);
  readonly #other: Key = new Uint32Array(4);
  #size = 0;
  #slots = 0;
  #firstFree = 0;
  #lastFree = 0;
  #since = -Infinity;

  constructor(maxItems: number) {
    this.#maxItems = maxItems;
  }

  /** Items that are there now. */
  get size(): number {
    return this.#size;
  }

  /** The largest slot there has been. */
  get slots(): number {
    return this.#slots;
  }

  /** Items created before this moment are not taken, in microseconds since 1970. */
  get since(): number {
    return this.#since;
  }

  id(slot: number): string {
    return this.#ids.text(slot);
  }

  order(slot: number): number {
    return this.#orders.get(slot);
  }

  buyer(slot: number): number {
    return this.#buyers.get(slot);
  }

  product(slot: number): number {
    return this.#products.get(slot);
  }

  /** The number of a word. */
  status(slot: number): number {
    return this.#statuses.get(slot);
  }

  /** Microseconds since 1970. */
  moment(slot: number): number {
    return this.#moments.get(slot);
  }

  price(slot: number): number {
    return this.#prices.get(slot);
  }

  /** Orders two items as the texts of their ids would be. */
  compareIds(a: number, b: number): number {
    return this.#ids.compare(a, b);
  }

  /** Whether an item is there now, with buyer and product. */
  isVisible(slot: number): boolean {
    return this.#states.get(slot) === VISIBLE;
  }

  /** Whether an item is there now, visible or not. */
  isThere(slot: number): boolean {
    const state = this.#states.get(slot);
    return state === VISIBLE || state === HIDDEN;
  }

  /** The version that this one has taken the place of; 0: none. Only for those that have come since a reader's position. */
  former(slot: number): number {
    return this.#formers.get(slot);
  }

  /** The visible items created from one moment on and before another one, in microseconds since 1970. */
  *createdBetween(from: number, to: number): Generator<number> {
    for (const head of this.#seconds.between(secondOf(from), secondOf(to))) {
      for (let slot = head; slot !== 0; slot = this.#bySecond.after(slot)) {
        const moment = this.#moments.get(slot);
        if (moment >= from && moment < to && this.isVisible(slot)) yield slot;
      }
    }
  }

  /**
   * Takes over what the stream of changes tells of a row.
   *
   * @throws {IncompleteRowError} when it does not tell all that is needed.
   * @throws {TableFullError} when there is no room.
   */
  apply(change: PutChange | DeleteChange): void {
    const formerKey = change.kind === 'put' ? change.formerKey : undefined;
    switch (change.table) {
      case 'order_items':
        if (formerKey !== undefined) this.deleteItem(String(formerKey));
        if (change.kind === 'put') this.putItem(change.key, change.row);
        else this.deleteItem(change.key);
        return;
      case 'users':
        if (formerKey !== undefined) this.#removeUser(String(formerKey));
        if (change.kind === 'put') this.putBuyer(change.key, change.row);
        else this.#removeUser(change.key);
        return;
      case 'products': {
        const { products } = this;
        if (formerKey !== undefined) this.#replaceProduct(products.remove(products.key(Number(formerKey))));
        if (change.kind === 'put') this.putProduct(change.key, change.row);
        else this.#replaceProduct(products.remove(products.key(change.key)));
      }
    }
  }

  /** The user is there, or has new values; undefined: there is no such user. */
  putBuyer(id: string, row: Parameters<Buyers['put']>[1] | undefined): void {
    if (row === undefined) return this.#removeUser(id);
    this.#replaceBuyer(this.buyers.put(readUuid(id, this.#key, 'users.id'), row));
  }

  /** The same for a product. */
  putProduct(id: number, row: Parameters<SoldProducts['put']>[1] | undefined): void {
    const key = this.products.key(id);
    this.#replaceProduct(row === undefined ? this.products.remove(key) : this.products.put(key, row));
  }

  /**
   * An item is there, or has new values. Those that are left out are as they were.
   *
   * @returns its slot; 0 when it is older than what is taken.
   */
  putItem(id: string, values: Partial<SoldItem>): number {
    const known = this.#ids.find(readUuid(id, this.#key, 'order_items.id'));
    const moment = values.created_at ?? (known === 0 ? undefined : this.#moments.get(known));
    if (moment === undefined) throw new IncompleteRowError(id);
    if (moment < this.#since) {
      if (known !== 0) this.#delete(known);
      return 0;
    }
    if (known === 0 && this.#size >= this.#maxItems)
      throw new TableFullError(`${this.#maxItems} order items`);
    const slot = this.#fill(id, known, moment, values);
    if (known !== 0 && this.#isSame(known, slot)) {
      this.#forget(slot);
      return known;
    }
    if (known === 0) {
      this.#ids.index(slot);
      this.#size += 1;
    } else {
      this.#ids.replace(known, slot);
    }
    this.#succeed(known, slot);
    return slot;
  }

  /** An item is gone, if it was there. */
  deleteItem(id: string): void {
    const slot = this.#ids.find(readUuid(id, this.#key, 'order_items.id'));
    if (slot !== 0) this.#delete(slot);
  }

  /** An item that is there is gone. */
  delete(slot: number): void {
    this.#delete(slot);
  }

  /**
   * Takes no items from before this moment any more, in microseconds since 1970, and lets go of those that there are:
   * at most so many at a time.
   */
  forgetBefore(moment: number, most: number): void {
    if (moment > this.#since) {
      this.#forgotten = Math.min(this.#forgotten, this.#since);
      this.#since = moment;
    }
    const old = new SlotList();
    for (const head of this.#seconds.between(secondOf(this.#forgotten), secondOf(this.#since))) {
      for (let slot = head; slot !== 0 && old.length < most; slot = this.#bySecond.after(slot)) {
        if (this.#moments.get(slot) < this.#since) old.push(slot);
      }
    }
    for (const slot of old) this.#delete(slot);
    if (old.length < most) this.#forgotten = this.#since;
  }
  /** Items from before this moment have been let go of. */
  #forgotten = Infinity;

  /** Takes items from this moment on, which may be earlier than before. */
  takeSince(moment: number): void {
    this.#since = moment;
    this.#forgotten = -Infinity;
  }

  #removeUser(id: string): void {
    this.#replaceBuyer(this.buyers.remove(readUuid(id, this.#key, 'users.id')));
  }

  #replaceBuyer(replacement: Replacement | undefined): void {
    if (replacement) this.#relink(replacement, this.buyers, this.#byBuyer, this.#buyers);
  }

  #replaceProduct(replacement: Replacement | undefined): void {
    if (replacement) this.#relink(replacement, this.products, this.#byProduct, this.#products);
  }

  /** The items of a row show another version of it, or the row that they did not know. */
  #relink<Row extends object>(
    { before, after }: Replacement,
    rows: JoinedRows<Row>,
    lists: ItemLists,
    column: Uint32Column,
  ): void {
    if (before === after) {
      for (let slot = lists.first(before); slot !== 0; slot = lists.after(slot)) this.#reveal(slot, 0);
      return;
    }
    // So that the row does not go while its items leave it one by one.
    rows.keep(before);
    for (let known = lists.first(before); known !== 0; known = lists.first(before)) {
      const slot = this.#copy(known);
      rows.drop(column.get(slot));
      column.set(slot, after);
      rows.keep(after);
      this.#ids.replace(known, slot);
      this.#succeed(known, slot);
    }
    rows.drop(before);
  }

  /** One version of an item takes the place of another one, if there is one. */
  #succeed(known: number, slot: number): void {
    if (known !== 0) this.#unlink(known);
    this.#states.set(slot, HIDDEN);
    this.#byBuyer.link(this.#buyers.get(slot), slot);
    this.#byProduct.link(this.#products.get(slot), slot);
    this.#bySecond.link(secondOf(this.#moments.get(slot)), slot);
    const wasVisible = known !== 0 && this.#leave(known);
    this.#reveal(slot, wasVisible ? known : 0);
  }

  /** Shows an item if all of it is known. */
  #reveal(slot: number, former: number): void {
    const isKnown =
      this.buyers.isPresent(this.#buyers.get(slot)) && this.products.isPresent(this.#products.get(slot));
    if (!isKnown || this.#states.get(slot) !== HIDDEN) return;
    this.#states.set(slot, VISIBLE);
    this.#formers.set(slot, former);
    this.log.push(slot, true, this.#size + SPARE_CHANGES);
  }

  #delete(slot: number): void {
    this.#ids.unindex(slot);
    this.#size -= 1;
    this.#unlink(slot);
    this.#leave(slot);
  }

  /** Lets a version go. Returns whether it was visible. */
  #leave(slot: number): boolean {
    const wasVisible = this.#states.get(slot) === VISIBLE;
    this.#states.set(slot, GONE);
    if (wasVisible) this.log.push(slot, false, this.#size + SPARE_CHANGES);
    else this.#forget(slot);
    return wasVisible;
  }

  #unlink(slot: number): void {
    this.#byBuyer.unlink(this.#buyers.get(slot), slot);
    this.#byProduct.unlink(this.#products.get(slot), slot);
    this.#bySecond.unlink(secondOf(this.#moments.get(slot)), slot);
  }

  /** A new slot with the values of a known one and those that are given. */
  #fill(id: string, known: number, moment: number, values: Partial<SoldItem>): number {
    const { order_id, user_id, product_id, status, sale_price } = values;
    const isWhole = [order_id, user_id, product_id, status, sale_price].every((value) => value !== undefined);
    if (known === 0 && !isWhole) throw new IncompleteRowError(id);
    // First the words, which may be too many, so that nothing is left half.
    const word = status === undefined ? this.#statuses.get(known) : this.words.take(status);
    if (status === undefined) this.words.keep(word);
    const slot = this.#allocate();
    this.#ids.write(slot, this.#key);
    const key = this.#other;
    const order =
      order_id === undefined
        ? this.#orders.get(known)
        : this.orders.take(readUuid(order_id, key, 'order_items.order_id'));
    if (order_id === undefined) this.orders.keep(order);
    const buyer =
      user_id === undefined
        ? this.#buyers.get(known)
        : this.buyers.link(readUuid(user_id, key, 'order_items.user_id'));
    const product =
      product_id === undefined
        ? this.#products.get(known)
        : this.products.link(this.products.key(product_id));
    this.buyers.keep(buyer);
    this.products.keep(product);
    this.#statuses.set(slot, word);
    this.#orders.set(slot, order);
    this.#buyers.set(slot, buyer);
    this.#products.set(slot, product);
    this.#moments.set(slot, moment);
    this.#prices.set(slot, sale_price ?? this.#prices.get(known));
    return slot;
  }

  #copy(known: number): number {
    const slot = this.#allocate();
    this.#ids.write(slot, this.#ids.read(known, this.#other));
    const columns = [this.#orders, this.#buyers, this.#products];
    for (const column of columns) column.set(slot, column.get(known));
    this.#statuses.set(slot, this.#statuses.get(known));
    this.#moments.set(slot, this.#moments.get(known));
    this.#prices.set(slot, this.#prices.get(known));
    this.orders.keep(this.#orders.get(slot));
    this.buyers.keep(this.#buyers.get(slot));
    this.products.keep(this.#products.get(slot));
    this.words.keep(this.#statuses.get(slot));
    return slot;
  }

  #isSame(a: number, b: number): boolean {
    return (
      this.#statuses.get(a) === this.#statuses.get(b) &&
      this.#orders.get(a) === this.#orders.get(b) &&
      this.#buyers.get(a) === this.#buyers.get(b) &&
      this.#products.get(a) === this.#products.get(b) &&
      this.#moments.get(a) === this.#moments.get(b) &&
      Object.is(this.#prices.get(a), this.#prices.get(b))
    );
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
    for (const lists of [this.#byBuyer, this.#byProduct, this.#bySecond]) lists.reach(slot);
    for (const column of [this.#orders, this.#buyers, this.#products, this.#formers]) column.reach(slot);
    this.#ids.reach(slot);
    this.#states.reach(slot);
    this.#statuses.reach(slot);
    this.#moments.reach(slot);
    this.#prices.reach(slot);
    return slot;
  }

  /** Frees a slot, and what only it refers to. */
  #forget(slot: number): void {
    this.#states.set(slot, FREE);
    this.orders.drop(this.#orders.get(slot));
    this.buyers.drop(this.#buyers.get(slot));
    this.products.drop(this.#products.get(slot));
    this.words.drop(this.#statuses.get(slot));
    this.#formers.set(slot, 0);
    if (this.#lastFree === 0) this.#firstFree = slot;
    else this.#formers.set(this.#lastFree, slot);
    this.#lastFree = slot;
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
