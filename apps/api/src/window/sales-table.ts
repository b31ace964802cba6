import type { DeleteChange, PutChange, SoldItem } from '@thelook/db/internal';
import type { Buyers } from './buyers.js';
import { ChangeLog } from './change-log.js';
import { SlotList, Uint8Column, type Uint32Column } from './columns.js';
import { IncompleteRowError, TableFullError } from './errors.js';
import { ItemLists, Seconds } from './item-lists.js';
import { ItemVersions } from './item-versions.js';
import type { JoinedRows, Replacement } from './joined-rows.js';
import type { SoldProducts } from './sold-products.js';
import { StatusChanges } from './status-changes.js';
import { readUuid, type Key } from './uuid.js';

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
 * The latest sales in memory: which versions of order items there are, found by id, buyer, product and second. What
 * comes and what goes is told by the log, and what has gone can be read until everybody who follows the log has got
 * that far. See docs/decisions/0005-columnar-window.md.
 */
export class SalesTable extends ItemVersions {
  readonly statusChanges = new StatusChanges();
  readonly log = new ChangeLog((slot) => this.#forget(slot));
  readonly #states = new Uint8Column();
  readonly #seconds = new Seconds();
  readonly #byBuyer = new ItemLists(this.buyers.heads);
  readonly #byProduct = new ItemLists(this.products.heads);
  readonly #bySecond = new ItemLists(this.#seconds);
  readonly #maxItems: number;
  readonly #key: Key = new Uint32Array(4);
  #size = 0;
  #since = -Infinity;
  /** Items from before this moment have been let go of. */
  #forgotten = Infinity;

  constructor(maxItems: number) {
    super();
    this.#maxItems = maxItems;
  }

  /** Items that are there now. */
  get size(): number {
    return this.#size;
  }

  /** Items created before this moment are not taken, in microseconds since 1970. */
  get since(): number {
    return this.#since;
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

  /** The visible items created from one moment on and before another one, in microseconds since 1970. */
  *createdBetween(from: number, to: number): Generator<number> {
    for (const head of this.#seconds.between(secondOf(from), secondOf(to))) {
      for (let slot = head; slot !== 0; slot = this.#bySecond.after(slot)) {
        const moment = this.moment(slot);
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
        if (change.kind === 'delete') return this.deleteItem(change.key);
        if (!this.#hasStatus(change.key, change.row.status)) this.statusChanges.note(change);
        this.putItem(change.key, change.row);
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

  /** Whether an item that is there has this status. */
  #hasStatus(id: string, status: string | undefined): boolean {
    const slot = this.ids.find(readUuid(id, this.#key, 'order_items.id'));
    return slot !== 0 && this.words.text(this.status(slot)) === status;
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
    const known = this.ids.find(readUuid(id, this.#key, 'order_items.id'));
    const moment = values.created_at ?? (known === 0 ? undefined : this.moment(known));
    if (moment === undefined) throw new IncompleteRowError(this.#key);
    if (moment < this.#since) {
      if (known !== 0) this.#delete(known);
      return 0;
    }
    if (known === 0 && this.#size >= this.#maxItems)
      throw new TableFullError(`${this.#maxItems} order items`);
    const slot = this.fill(known, this.#key, moment, values);
    if (known !== 0 && this.isSame(known, slot)) {
      this.#forget(slot);
      return known;
    }
    if (known === 0) {
      this.ids.index(slot);
      this.#size += 1;
    } else {
      this.ids.replace(known, slot);
    }
    this.#succeed(known, slot);
    return slot;
  }

  /** An item is gone, if it was there. */
  deleteItem(id: string): void {
    const slot = this.ids.find(readUuid(id, this.#key, 'order_items.id'));
    if (slot !== 0) this.#delete(slot);
  }

  /** An item that is there is gone. */
  delete(slot: number): void {
    this.#delete(slot);
  }

  /**
   * Takes no items from before this moment any more, in microseconds since 1970, and lets go of those that there are:
   * at most so many at a time. Returns whether there are more.
   */
  forgetBefore(moment: number, most: number): boolean {
    if (moment > this.#since) {
      this.#forgotten = Math.min(this.#forgotten, this.#since);
      this.#since = moment;
    }
    const old = new SlotList();
    for (const head of this.#seconds.between(secondOf(this.#forgotten), secondOf(this.#since))) {
      for (let slot = head; slot !== 0 && old.length < most; slot = this.#bySecond.after(slot)) {
        if (this.moment(slot) < this.#since) old.push(slot);
      }
    }
    for (const slot of old) this.#delete(slot);
    if (old.length < most) this.#forgotten = this.#since;
    return old.length >= most;
  }

  /** Takes items from this moment on, which may be earlier than before. */
  takeSince(moment: number): void {
    this.#since = moment;
    this.#forgotten = -Infinity;
  }

  #removeUser(id: string): void {
    this.#replaceBuyer(this.buyers.remove(readUuid(id, this.#key, 'users.id')));
  }

  #replaceBuyer(replacement: Replacement | undefined): void {
    if (replacement) this.#relink(replacement, this.buyers, this.#byBuyer, this.buyerSlots);
  }

  #replaceProduct(replacement: Replacement | undefined): void {
    if (replacement) this.#relink(replacement, this.products, this.#byProduct, this.productSlots);
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
      const slot = this.copy(known);
      rows.drop(column.get(slot));
      column.set(slot, after);
      rows.keep(after);
      this.ids.replace(known, slot);
      this.#succeed(known, slot);
    }
    rows.drop(before);
  }

  /** One version of an item takes the place of another one, if there is one. */
  #succeed(known: number, slot: number): void {
    if (known !== 0) this.#unlink(known);
    this.#states.set(slot, HIDDEN);
    this.#byBuyer.link(this.buyer(slot), slot);
    this.#byProduct.link(this.product(slot), slot);
    this.#bySecond.link(secondOf(this.moment(slot)), slot);
    const wasVisible = known !== 0 && this.#leave(known);
    this.#reveal(slot, wasVisible ? known : 0);
  }

  /** Shows an item if all of it is known. */
  #reveal(slot: number, former: number): void {
    const isKnown = this.buyers.isPresent(this.buyer(slot)) && this.products.isPresent(this.product(slot));
    if (!isKnown || this.#states.get(slot) !== HIDDEN) return;
    this.#states.set(slot, VISIBLE);
    this.setFormer(slot, former);
    this.log.push(slot, true, this.#size + SPARE_CHANGES);
  }

  #delete(slot: number): void {
    this.ids.unindex(slot);
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
    this.#byBuyer.unlink(this.buyer(slot), slot);
    this.#byProduct.unlink(this.product(slot), slot);
    this.#bySecond.unlink(secondOf(this.moment(slot)), slot);
  }

  #forget(slot: number): void {
    this.#states.set(slot, FREE);
    this.free(slot);
  }

  protected reach(slot: number): void {
    for (const lists of [this.#byBuyer, this.#byProduct, this.#bySecond]) lists.reach(slot);
    this.#states.reach(slot);
  }
}
