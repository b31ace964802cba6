import { Uint32Column } from './columns.js';
import { IdTable } from './id-table.js';
import type { Key } from './uuid.js';

/** The orders whose items are in a table, by slot. */
export class Orders {
  readonly #ids = new IdTable();
  /** Versions of items that refer to a slot; the next free slot where it is free. */
  readonly #uses = new Uint32Column();
  /** Of the item by which an order was heard of, since 1970. */
  readonly #seconds = new Uint32Column();
  #firstFree = 0;
  #slots = 0;

  /** The largest slot there has been. */
  get slots(): number {
    return this.#slots;
  }

  id(slot: number): string {
    return this.#ids.text(slot);
  }

  /** The second in which the item was created by which the order was heard of, since 1970. */
  second(slot: number): number {
    return this.#seconds.get(slot);
  }

  /** The slot of an order, which is used once more, by an item of this moment in microseconds since 1970. */
  take(key: Key, moment: number): number {
    const known = this.#ids.find(key);
    if (known !== 0) {
      this.keep(known);
      return known;
    }
    let slot = this.#firstFree;
    if (slot === 0) {
      slot = this.#slots += 1;
      this.#ids.reach(slot);
      this.#uses.reach(slot);
      this.#seconds.reach(slot);
    } else {
      this.#firstFree = this.#uses.get(slot);
    }
    this.#ids.write(slot, key);
    this.#ids.index(slot);
    this.#uses.set(slot, 1);
    this.#seconds.set(slot, Math.max(0, Math.floor(moment / 1e6)));
    return slot;
  }

  keep(slot: number): void {
    this.#uses.set(slot, this.#uses.get(slot) + 1);
  }

  drop(slot: number): void {
    const uses = this.#uses.get(slot) - 1;
    if (uses > 0) {
      this.#uses.set(slot, uses);
      return;
    }
    this.#ids.unindex(slot);
    this.#uses.set(slot, this.#firstFree);
    this.#firstFree = slot;
  }
}
