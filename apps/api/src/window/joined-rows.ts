import { SlotList, SlotSet, Uint32Column, Uint8Column } from './columns.js';
import { IdTable } from './id-table.js';
import type { Slices } from './slices.js';
import type { Key } from './uuid.js';

/** What is known of the row in a slot. */
const FREE = 0;
/** Items show it, but it has not been read. */
const WANTED = 1;
/** Items show it, and there is no such row. */
const ABSENT = 2;
const PRESENT = 3;
/** Another slot has a newer version; items that have not been forgotten yet show this one. */
const FORMER = 4;

/** Items show another slot, or the same one with other content. */
export interface Replacement {
  before: number;
  after: number;
}

/**
 * The rows of one table that items show: the users, or the products. A version of a row never changes while an item
 * shows it. Knows the row of every item, or that it does not know it; what is wanted can be read from the database,
 * while changes go on arriving.
 */
export abstract class JoinedRows<Row extends object> {
  protected readonly ids = new IdTable();
  /** The first of the items that show a slot now. */
  readonly heads = new Uint32Column();
  /** Versions of items that refer to a slot; the next free slot where it is free. */
  readonly #uses = new Uint32Column();
  readonly #states = new Uint8Column();
  /** Rows that no item shows are kept in case one is going to, the oldest first. */
  readonly #spare = new Set<number>();
  readonly #maxSpare: number;
  readonly #scratch = new Uint32Array(4);
  #wanted = new SlotList();
  #reading = new SlotSet();
  #isComplete = false;
  #firstFree = 0;
  #slots = 0;
  #size = 0;

  constructor(maxSpare: number) {
    this.#maxSpare = maxSpare;
  }

  /** Versions that are kept. */
  get size(): number {
    return this.#size;
  }

  /** Whether rows have to be read before the items are right. */
  get hasWanted(): boolean {
    for (const slot of this.#wanted) if (this.#states.get(slot) === WANTED) return true;
    this.#wanted = new SlotList();
    return false;
  }

  isPresent(slot: number): boolean {
    return this.#states.get(slot) === PRESENT;
  }

  /** The slot of the row as it is now, to be shown by an item; unknown rows are wanted. */
  link(key: Key): number {
    const known = this.ids.find(key);
    if (known !== 0) return known;
    const slot = this.#make(key, this.#isComplete ? ABSENT : WANTED);
    if (!this.#isComplete) this.#wanted.push(slot);
    return slot;
  }

  /** A version of an item refers to the slot. */
  keep(slot: number): void {
    const uses = this.#uses.get(slot);
    if (uses === 0) this.#spare.delete(slot);
    this.#uses.set(slot, uses + 1);
  }

  /** A version of an item refers to the slot no more. */
  drop(slot: number): void {
    const uses = this.#uses.get(slot) - 1;
    this.#uses.set(slot, uses);
    if (uses > 0) return;
    const state = this.#states.get(slot);
    if (state === PRESENT) return this.#addSpare(slot);
    if (state === WANTED) this.#isComplete = false;
    if (state !== FORMER) this.ids.unindex(slot);
    this.#free(slot);
  }

  /** The row is there, or has new values. Those that are left out are as they were. */
  put(key: Key, values: Partial<Row>): Replacement | undefined {
    const slot = this.ids.find(key);
    const state = slot === 0 ? FREE : this.#states.get(slot);
    this.#reading.delete(slot);
    const row = this.complete(state === PRESENT ? { ...this.read(slot), ...values } : values);
    if (row === undefined) return this.#want(slot);
    if (state === FREE) {
      const made = this.#make(key, PRESENT);
      this.write(made, row);
      this.#addSpare(made);
      return undefined;
    }
    if (state !== PRESENT) {
      this.write(slot, row);
      this.#states.set(slot, PRESENT);
      return { before: slot, after: slot };
    }
    if (this.equals(slot, row)) return undefined;
    if (this.#uses.get(slot) === 0) {
      this.erase(slot);
      this.write(slot, row);
      return undefined;
    }
    const after = this.#supersede(slot, key, PRESENT);
    this.write(after, row);
    if (this.heads.get(slot) > 0) return { before: slot, after };
    this.#addSpare(after);
    return undefined;
  }

  /** There is no such row. */
  remove(key: Key): Replacement | undefined {
    const slot = this.ids.find(key);
    if (slot === 0) return undefined;
    this.#reading.delete(slot);
    if (this.#states.get(slot) !== PRESENT) {
      this.#states.set(slot, ABSENT);
      return undefined;
    }
    if (this.heads.get(slot) > 0) return { before: slot, after: this.#supersede(slot, key, ABSENT) };
    if (this.#uses.get(slot) === 0) {
      this.#forgetSpare(slot);
      return undefined;
    }
    this.#leaveToFormer(slot);
    return undefined;
  }

  /** The slots to read now. Whatever arrives for one of them meanwhile is newer than what is read. */
  beginReading(): SlotList {
    const slots = new SlotList();
    this.#reading = new SlotSet();
    for (const slot of this.#wanted) {
      if (this.#states.get(slot) !== WANTED || this.#reading.has(slot)) continue;
      this.#reading.add(slot);
      slots.push(slot);
    }
    this.#wanted = new SlotList();
    return slots;
  }

  /** Whether what is read of this slot, or that there is nothing, still counts. */
  isReading(slot: number): boolean {
    return this.#reading.has(slot);
  }

  /** The id of a slot. */
  keyOf(slot: number, into: Key): Key {
    return this.ids.read(slot, into);
  }

  /** The slot that has the row as it is now; 0: none. */
  find(key: Key): number {
    return this.ids.find(key);
  }

  /** Forgets what is known of the rows that no item shows now; what items show that are gone stays for those alone. */
  async forgetUnshown(slices: Slices): Promise<void> {
    for (let slot = 1; slot <= this.#slots; slot += 1) {
      if (this.heads.get(slot) === 0) this.#forgetUnshown(slot);
      if (slices.isOver) await slices.next();
    }
  }

  /** Every row of the table has been put in: an unknown one does not exist. */
  declareComplete(): void {
    this.#isComplete = true;
  }

  /** The table is no longer known as a whole. */
  declareIncomplete(): void {
    this.#isComplete = false;
  }

  protected abstract reach(slot: number): void;
  /** The row, if it has every column. */
  protected abstract complete(values: Partial<Row>): Row | undefined;
  protected abstract read(slot: number): Row;
  protected abstract write(slot: number, row: Row): void;
  protected abstract erase(slot: number): void;
  protected abstract equals(slot: number, row: Row): boolean;

  /** Of a row that is not known, a change has not told enough. */
  #want(slot: number): undefined {
    if (slot === 0) {
      this.#isComplete = false;
      return;
    }
    this.#states.set(slot, WANTED);
    this.#wanted.push(slot);
  }

  #make(key: Key, state: number): number {
    let slot = this.#firstFree;
    if (slot === 0) {
      slot = this.#slots += 1;
      this.ids.reach(slot);
      this.heads.reach(slot);
      this.#uses.reach(slot);
      this.#states.reach(slot);
      this.reach(slot);
    } else {
      this.#firstFree = this.#uses.get(slot);
    }
    this.#size += 1;
    this.#uses.set(slot, 0);
    this.#states.set(slot, state);
    this.ids.write(slot, key);
    this.ids.index(slot);
    return slot;
  }

  #supersede(slot: number, key: Key, state: number): number {
    this.ids.unindex(slot);
    this.#states.set(slot, FORMER);
    return this.#make(key, state);
  }

  #free(slot: number): void {
    const state = this.#states.get(slot);
    if (state === PRESENT || state === FORMER) this.erase(slot);
    this.#states.set(slot, FREE);
    this.#reading.delete(slot);
    this.#uses.set(slot, this.#firstFree);
    this.#firstFree = slot;
    this.#size -= 1;
  }

  #addSpare(slot: number): void {
    this.#spare.add(slot);
    if (this.#spare.size <= this.#maxSpare) return;
    for (const oldest of this.#spare) {
      this.#forgetSpare(oldest);
      this.#isComplete = false;
      break;
    }
  }

  #forgetUnshown(slot: number): void {
    // What is wanted, or is not there, goes with the last item that waits for it; what is former goes by itself.
    if (this.#states.get(slot) !== PRESENT) return;
    if (this.#uses.get(slot) === 0) this.#forgetSpare(slot);
    else this.#leaveToFormer(slot);
  }

  /** Only items that are gone show it. */
  #leaveToFormer(slot: number): void {
    this.ids.unindex(slot);
    this.#states.set(slot, FORMER);
  }

  #forgetSpare(slot: number): void {
    this.#spare.delete(slot);
    this.ids.unindex(slot);
    this.#free(slot);
  }

  /** For those who have a number as key. */
  protected numberKey(number: number): Key {
    this.#scratch[3] = number;
    return this.#scratch;
  }
}
