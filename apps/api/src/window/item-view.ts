import type { LogReader } from './change-log.js';
import { SlotList, SlotSet } from './columns.js';
import { ItemJson } from './item-json.js';
import type { SalesTable } from './sales-table.js';
import { Slices } from './slices.js';

/** What a refresh has changed. Its slots can be read until the view is told that everybody has done so. */
export interface ViewChange {
  /** The database's clock at this refresh, in milliseconds since 1970. */
  at: number;
  /** The view has begun anew: whoever follows it has to look at all of its items. The lists are empty. */
  isReset: boolean;
  added: SlotList;
  /** Items that have taken the place of others, at the same positions of the next list. */
  changed: SlotList;
  changedFrom: SlotList;
  removed: SlotList;
}

/** The state of the table at one moment, to be gone on to. */
export interface ViewTarget {
  /** Position in the log. */
  position: number;
  /** The database's clock, in microseconds since 1970. */
  now: number;
  /** Older items fall out. */
  cutoff: number;
  /** Items that are shown and too old. */
  expired: SlotList;
  /** Items that are young enough again, because the clock has been set back. */
  returned: SlotList;
}

/** The items of a view as they were at one moment. */
export interface HeldItems {
  /** Whether they cannot be read any more: they have been let go of, or the view is one of another table. */
  readonly isOver: boolean;
  /** Those of all items, in rising order; ends early when it is over. */
  slots(): Generator<number>;
  release(): void;
}

/** Entries of the log that are forgotten at a time when a refresh is over. */
const FORGOTTEN_AT_ONCE = 10_000;

/**
 * The items of one window: a bit for each slot of the table. Follows the table's log, so that a refresh costs what has
 * changed, and not what is there; and can do so at leisure, because slots do not change.
 */
export class ItemView {
  #table: SalesTable;
  #json: ItemJson;
  #shown = new SlotSet();
  #reader: LogReader | undefined;
  #isNew = true;
  #cutoff = -Infinity;
  /** Position in the log up to which the view has got; the reader stays behind until everybody has looked. */
  #position = 0;
  #size = 0;
  #itemBytes = 0;
  #recordBytes = 0;

  constructor(table: SalesTable) {
    this.#table = table;
    this.#json = new ItemJson(table);
  }

  get table(): SalesTable {
    return this.#table;
  }

  get json(): ItemJson {
    return this.#json;
  }

  /** Whether it has not been anywhere yet: what it shows is not known. */
  get isNew(): boolean {
    return this.#isNew;
  }

  get size(): number {
    return this.#size;
  }

  /** Bytes of all items as thelook.v1 sends them, without what is between them. */
  get itemBytes(): number {
    return this.#itemBytes;
  }

  /** The same as the records feed has them. */
  get recordBytes(): number {
    return this.#recordBytes;
  }

  /** Where the window begins, in microseconds since 1970. */
  get cutoff(): number {
    return this.#cutoff;
  }

  has(slot: number): boolean {
    return this.#shown.has(slot);
  }

  /**
   * The slots of all items after one of them (0: of all), in rising order. Not while the view is on its way to another
   * state.
   */
  *slots(after = 0): Generator<number> {
    const { slots } = this.#table;
    for (let slot = after + 1; slot <= slots; slot += 1) if (this.#shown.has(slot)) yield slot;
  }

  /**
   * The items as they are now, to be read while the view goes on. What goes meanwhile stays in memory until they are
   * released.
   */
  hold(): HeldItems {
    const [table, shown, last] = [this.#table, this.#shown.copy(), this.#table.slots];
    const reader = table.log.open();
    reader.position = this.#position;
    reader.isBusy = true;
    let isReleased = false;
    const isOver = () => isReleased || this.#table !== table;
    return {
      get isOver() {
        return isOver();
      },
      *slots() {
        for (let slot = 1; slot <= last && !isOver(); slot += 1) if (shown.has(slot)) yield slot;
      },
      release: () => {
        isReleased = true;
        table.log.close(reader);
      },
    };
  }

  /** Makes the view one of this table that can go on to targets. `cutoff` is where the target's will be, about. */
  async begin(table: SalesTable, cutoff: number): Promise<void> {
    if (table === this.#table && this.#reader?.isLost === false) return;
    this.clear();
    this.#table = table;
    this.#json = new ItemJson(table);
    const reader = table.log.open();
    reader.isBusy = true;
    this.#reader = reader;
    this.#position = reader.position;
    this.#cutoff = cutoff;
    // What changes while this is going on is in the log behind the reader's position.
    const slices = new Slices();
    for (let slot = 1; slot <= table.slots; slot += 1) {
      if (table.isVisible(slot) && table.moment(slot) >= cutoff) this.#shown.add(slot);
      if (slices.isOver) await slices.next();
    }
  }

  /** Lets go of everything: the view is empty until it begins anew. */
  clear(): void {
    if (this.#reader) this.#table.log.close(this.#reader);
    this.#reader = undefined;
    this.#shown.clear();
    this.#isNew = true;
    this.#size = this.#itemBytes = this.#recordBytes = 0;
  }

  /** The table's state now, with a window that begins at `cutoff`; both in microseconds since 1970. */
  target(now: number, cutoff: number): ViewTarget {
    const expired = new SlotList();
    const returned = new SlotList();
    const table = this.#table;
    for (const slot of table.createdBetween(this.#cutoff, cutoff)) if (this.has(slot)) expired.push(slot);
    for (const slot of table.createdBetween(cutoff, this.#cutoff)) returned.push(slot);
    this.#cutoff = cutoff;
    const reader = this.#reader;
    if (!reader || reader.isLost) throw new Error('the view has to begin first');
    reader.position = this.#position;
    // Nobody may be left behind on the way.
    reader.isBusy = true;
    return { position: table.log.end, now, cutoff, expired, returned };
  }

  /** Goes on to a state of the table, and tells what is different there. */
  async advance(target: ViewTarget): Promise<ViewChange> {
    const slices = new Slices();
    const came = new SlotSet();
    const candidates = new SlotList();
    const gone = new SlotList();
    const hide = (slot: number) => {
      if (!this.#shown.has(slot)) return;
      this.#shown.delete(slot);
      if (!came.has(slot)) gone.push(slot);
    };
    const { log } = this.#table;
    for (let position = this.#position; position < target.position; position += 1) {
      const slot = log.slotAt(position);
      if (!log.cameAt(position)) hide(slot);
      else this.#show(slot, target.cutoff, came, candidates);
      if (slices.isOver) await slices.next();
    }
    for (const slot of target.expired) {
      hide(slot);
      if (slices.isOver) await slices.next();
    }
    for (const slot of target.returned) {
      if (!this.#shown.has(slot)) this.#show(slot, target.cutoff, new SlotSet(), candidates);
      if (slices.isOver) await slices.next();
    }
    const change = this.#isNew
      ? await this.#reset(slices, target.now)
      : await this.#pair({ now: target.now, came, candidates, gone }, slices);
    this.#position = target.position;
    this.#isNew = false;
    return change;
  }

  /** The view is not on its way: it may be left behind. */
  rest(): void {
    if (this.#reader) this.#reader.isBusy = false;
  }

  /** Everybody has looked at the last change: what has gone may be forgotten. */
  async release(): Promise<void> {
    const reader = this.#reader;
    if (!reader) return;
    reader.position = this.#position;
    this.rest();
    const slices = new Slices();
    const { log } = this.#table;
    while (log.forget(FORGOTTEN_AT_ONCE)) await slices.next();
  }

  #show(slot: number, cutoff: number, came: SlotSet, candidates: SlotList): void {
    if (this.#table.moment(slot) < cutoff) return;
    // In a view that is new it may be shown already.
    this.#shown.add(slot);
    came.add(slot);
    candidates.push(slot);
  }

  /** What is new, what has taken the place of what, and what is gone without another one in its place. */
  async #pair({ now, came, candidates, gone }: Difference, slices: Slices): Promise<ViewChange> {
    const change = emptyChange(now);
    const left = new SlotSet();
    for (const slot of gone) left.add(slot);
    for (const slot of candidates) {
      if (slices.isOver) await slices.next();
      if (!this.#shown.has(slot)) continue;
      this.#count(slot, 1);
      // Whatever has not come on the way has taken the place of something that has long been forgotten.
      let former = came.has(slot) ? this.#table.former(slot) : 0;
      while (former !== 0 && came.has(former)) former = this.#table.former(former);
      if (former === 0 || !left.has(former)) {
        change.added.push(slot);
        continue;
      }
      left.delete(former);
      change.changed.push(slot);
      change.changedFrom.push(former);
    }
    for (const slot of gone) {
      this.#count(slot, -1);
      if (left.has(slot)) change.removed.push(slot);
      if (slices.isOver) await slices.next();
    }
    return change;
  }

  async #reset(slices: Slices, now: number): Promise<ViewChange> {
    for (const slot of this.slots()) {
      this.#count(slot, 1);
      if (slices.isOver) await slices.next();
    }
    return { ...emptyChange(now), isReset: true };
  }

  #count(slot: number, sign: 1 | -1): void {
    this.#size += sign;
    this.#itemBytes += sign * this.#json.itemBytes(slot);
    this.#recordBytes += sign * this.#json.recordBytes(slot);
  }
}

interface Difference {
  now: number;
  /** Slots that have come on the way. */
  came: SlotSet;
  /** Slots that have come into the view, and may have left it again. */
  candidates: SlotList;
  /** Slots that were shown before and are not any more. */
  gone: SlotList;
}

/** A change of nothing, by the database's clock in microseconds since 1970. */
export function emptyChange(now: number): ViewChange {
  return {
    at: Math.floor(now / 1_000),
    isReset: false,
    added: new SlotList(),
    changed: new SlotList(),
    changedFrom: new SlotList(),
    removed: new SlotList(),
  };
}
