import { Uint32Column } from './columns.js';
import { IdTable } from './id-table.js';
import type { Key } from './uuid.js';

/** The orders whose items are in a table, by slot. */
export class Orders {
  readonly #ids = new IdTable();
  /** Versions of items that refer to a slot; the next free slot where it is free. */
  readonly #uses = new Uint32Column();
  #firstFree = 0;
  #slots = 0;

  /** The largest slot there has been. */
  get slots(): number {
    return this.#slots;
  }

  id(slot: number): string {
    return this.#ids.text(slot);
  }

  /** The slot of an order, which is used once more. */
  take(key: Key): number {
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
    } else {
      this.#firstFree = this.#uses.get(slot);
    }
    this.#ids.write(slot, key);
    this.#ids.index(slot);
    this.#uses.set(slot, 1);
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
