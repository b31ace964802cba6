import type { ItemView } from '../window/item-view.js';
import type { Slices } from '../window/slices.js';
import { filtered, type SlotFilter } from './slot-filter.js';

/** How many items are shown. */
const SHOWN = 20;
/** How many are kept, so that the newest may leave without a search for the next ones. */
const KEPT = 80;

/**
 * The newest items of a view. Adding costs a look at the oldest of at most 80 items, or a search among them; only when
 * more than 60 of them have left, the whole view is looked through again.
 */
export class NewestSlots {
  readonly #items: ItemView;
  readonly #passes: SlotFilter['passes'] | undefined;
  /** The newest first. Every item that is not in here is older than the last of them. */
  #kept: number[] = [];
  #isComplete = true;

  constructor(items: ItemView, passes: SlotFilter['passes'] | undefined) {
    this.#items = items;
    this.#passes = passes;
  }

  clear(): void {
    this.#kept = [];
    this.#isComplete = true;
  }

  add(slot: number): void {
    const kept = this.#kept;
    const last = kept.at(-1);
    if (last === undefined ? !this.#isComplete : !this.#isNewer(slot, last) && !this.#isComplete) return;
    const position = this.#position(slot);
    if (position >= KEPT) {
      this.#isComplete = false;
      return;
    }
    kept.splice(position, 0, slot);
    if (kept.length <= KEPT) return;
    kept.pop();
    this.#isComplete = false;
  }

  remove(slot: number): void {
    const position = this.#position(slot);
    if (this.#kept[position] === slot) this.#kept.splice(position, 1);
  }

  /** At most 20, the newest first; of the same moment, the one with the larger id first. */
  async list(slices: Slices): Promise<number[]> {
    if (this.#kept.length < SHOWN && !this.#isComplete) {
      this.clear();
      for (const slot of filtered(this.#items.slots(), this.#passes)) {
        this.add(slot);
        if (slices.isOver) await slices.next();
      }
    }
    return this.#kept.slice(0, SHOWN);
  }

  /** Of the first kept item that is not newer. */
  #position(slot: number): number {
    let low = 0;
    let high = this.#kept.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#isNewer(this.#kept[middle]!, slot)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #isNewer(a: number, b: number): boolean {
    const { json, table } = this.#items;
    const [first, second] = [json.createdAt(a), json.createdAt(b)];
    return first === second ? table.compareIds(a, b) > 0 : first > second;
  }
}
