import { Uint32Column } from './columns.js';

/** Where each list begins; 0: it is empty. */
export interface ListHeads {
  get(list: number): number;
  set(list: number, slot: number): void;
}

/** Lists of slots, each slot in one of them at most: the items of a user, of a product, of a second. */
export class ItemLists {
  readonly #heads: ListHeads;
  readonly #next = new Uint32Column();
  readonly #previous = new Uint32Column();

  constructor(heads: ListHeads) {
    this.#heads = heads;
  }

  reach(slot: number): void {
    this.#next.reach(slot);
    this.#previous.reach(slot);
  }

  first(list: number): number {
    return this.#heads.get(list);
  }

  after(slot: number): number {
    return this.#next.get(slot);
  }

  link(list: number, slot: number): void {
    const first = this.#heads.get(list);
    this.#next.set(slot, first);
    this.#previous.set(slot, 0);
    if (first !== 0) this.#previous.set(first, slot);
    this.#heads.set(list, slot);
  }

  unlink(list: number, slot: number): void {
    const next = this.#next.get(slot);
    const previous = this.#previous.get(slot);
    if (next !== 0) this.#previous.set(next, previous);
    if (previous === 0) this.#heads.set(list, next);
    else this.#next.set(previous, next);
  }
}

/** The lists of items by the second in which they were created. */
export class Seconds implements ListHeads {
  readonly #heads = new Map<number, number>();

  get(second: number): number {
    return this.#heads.get(second) ?? 0;
  }

  set(second: number, slot: number): void {
    if (slot === 0) this.#heads.delete(second);
    else this.#heads.set(second, slot);
  }

  /** The first slots of the lists from one second to another, both included; in no order where these are far apart. */
  *between(from: number, to: number): Generator<number> {
    if (to - from < this.#heads.size) {
      for (let second = from; second <= to; second += 1) {
        const head = this.#heads.get(second);
        if (head !== undefined) yield head;
      }
      return;
    }
    for (const [second, head] of this.#heads) if (second >= from && second <= to) yield head;
  }
}
