import type { HeldItems, ItemView, ViewChange } from '../window/item-view.js';
import { Slices } from '../window/slices.js';
import { Cursors } from './cursor.js';
import { DeltaLog, type EncodedChange, type EncodedItem } from './delta-log.js';
import type { FeedState, Told } from './feed-state.js';
import { Frame, Piece } from './frame.js';
import { encodeAll } from './segments.js';
import { filtered, type SlotFilter } from './slot-filter.js';

/** Deltas of different lengths that are kept until the next refresh; clients that need yet another get the snapshot. */
const MAX_DELTAS = 32;
/** Changes that are kept, in bytes, if half of the view is more than that; and what is kept at least. */
const MAX_LOG_BYTES = 8 * 1024 * 1024;
const MIN_LOG_BYTES = 64 * 1024;
/** Bytes of an id in a delta. */
const ID_BYTES = 39;
/** Bytes of a snapshot besides its items, at most. */
const HEAD_BYTES = 200;

const END = new Piece(']}');

export interface ItemsStateOptions {
  /** Of the window, and live. */
  items: ItemView;
  /** Which items the clients want; undefined: all. */
  filter: SlotFilter | undefined;
  /** The database's clock at the last refresh of the window, in milliseconds since 1970. */
  at: () => number;
  /** Clients may want it compressed. */
  compress: boolean;
}

interface Snapshot {
  frame: Frame;
  revision: number;
}

/**
 * `feed=items` of thelook.v1: a snapshot, and then what changes; or what has changed since a cursor. Whoever comes later
 * gets the last snapshot and what has changed since, as far back as that is known.
 */
export class ItemsState implements FeedState {
  readonly isPreparedAtLeisure = true;
  readonly #options: ItemsStateOptions;
  readonly #cursors = new Cursors();
  #log = new DeltaLog(0);
  /** By the revision that they start from. */
  readonly #deltas = new Map<number, Frame>();
  #deltaBytes = 0;
  #snapshot: Snapshot | undefined;
  /** What a snapshot is being made of. */
  #held: HeldItems | undefined;
  #isWanting = false;
  /** Items in slots up to this one have been looked at, and are followed. */
  #looked = 0;
  /** Of those, items that pass, and their bytes. */
  #size = 0;
  #itemBytes = 0;

  constructor(options: ItemsStateOptions) {
    this.#options = options;
  }

  get revision(): number {
    return this.#log.revision;
  }

  get isWanting(): boolean {
    return this.#isWanting;
  }

  /** Of a snapshot, and of the changes that are kept. */
  get bytes(): number {
    return HEAD_BYTES + this.#itemBytes + this.#size + this.#log.bytes;
  }

  begin(): void {
    this.clear();
  }

  async load(slices: Pick<Slices, 'isOver'>): Promise<boolean> {
    const { items, filter } = this.#options;
    if (filter) {
      for (const slot of items.slots(this.#looked)) {
        this.#looked = slot;
        if (filter.passes(slot)) this.#count(slot, 1);
        if (slices.isOver) return false;
      }
    } else {
      [this.#size, this.#itemBytes] = [items.size, items.itemBytes];
    }
    this.#looked = Infinity;
    return true;
  }

  async refreshed(change: ViewChange): Promise<void> {
    const slices = new Slices();
    const shown = await this.#shownOf(change, slices);
    // Nobody has been told anything yet.
    if (this.#looked < Infinity) return;
    this.#deltas.clear();
    this.#deltaBytes = 0;
    const maxBytes = Math.min(MAX_LOG_BYTES, MIN_LOG_BYTES + this.#itemBytes / 2);
    if (shown.bytes > maxBytes) this.#log.skip();
    else this.#log.append(await this.#encode(change.at, shown, slices), maxBytes);
    if (this.#snapshot && !this.#log.reaches(this.#snapshot.revision)) this.#snapshot = undefined;
  }

  missed(): void {
    // The clients are told by a status message, and keep what they have.
  }

  /** The window may go on meanwhile: a large snapshot takes longer than a refresh may wait. */
  async prepare(): Promise<void> {
    if (!this.#isWanting || this.revision === 0 || this.#held) return;
    const { items, filter, at, compress } = this.#options;
    const { revision } = this;
    const rows = this.#size;
    const slices = new Slices(true);
    const cursor = JSON.stringify(this.#cursors.cursor(revision));
    const head = new Piece(`{"type":"snapshot","cursor":${cursor},"at":${at()},"items":[`);
    const held = (this.#held = items.hold());
    try {
      const slots = filtered(held.slots(), filter?.passes);
      const pieces = await encodeAll(slots, (slot) => items.json.item(slot), slices);
      const frame = new Frame([head, ...pieces, END], rows);
      if (compress) await frame.deflate(slices);
      if (held.isOver) return;
      this.#snapshot = { frame, revision };
      this.#isWanting = false;
    } finally {
      held.release();
      if (this.#held === held) this.#held = undefined;
    }
  }

  frameSince(revision: number): Told | undefined {
    if (this.revision === 0 || revision === this.revision) return undefined;
    const delta = this.#delta(revision);
    if (delta) return { frame: delta, revision: this.revision };
    const snapshot = this.#snapshot;
    if (snapshot && snapshot.revision !== revision) return snapshot;
    this.#isWanting = true;
    return undefined;
  }

  revisionOf(cursor: string): number {
    const revision = this.#cursors.revisionOf(cursor);
    return this.#log.reaches(revision) ? revision : 0;
  }

  clear(): void {
    this.#forget();
    this.#looked = this.#size = this.#itemBytes = 0;
    // Whatever the clients have, nothing leads on from it.
    this.#log.skip();
  }

  #forget(): void {
    this.#snapshot = undefined;
    this.#deltas.clear();
    this.#held?.release();
    this.#held = undefined;
  }

  #delta(revision: number): Frame | undefined {
    const known = this.#deltas.get(revision);
    if (known) return known;
    if (this.#deltas.size >= MAX_DELTAS || this.#deltaBytes > MAX_LOG_BYTES) return undefined;
    const change = this.#log.since(revision);
    if (!change) return undefined;
    const { at, added, changed, removed } = change;
    const json = (items: EncodedItem[]) => `[${items.map((item) => item.json).join(',')}]`;
    const [cursor, previous] = [this.revision, revision].map((state) => this.#cursors.cursor(state));
    const frame = new Frame(
      `{"type":"delta","cursor":"${cursor}","previous":"${previous}","at":${at},` +
        `"added":${json(added)},"changed":${json(changed)},"removed":${JSON.stringify(removed)}}`,
      added.length + changed.length + removed.length,
    );
    this.#deltas.set(revision, frame);
    this.#deltaBytes += frame.wire(false).length;
    return frame;
  }

  /** What a change means for those who see only what passes. */
  async #shownOf(change: ViewChange, slices: Slices): Promise<ShownChange> {
    const { filter } = this.#options;
    const passes = (slot: number) => slot <= this.#looked && (!filter || filter.passes(slot));
    const shown: ShownChange = { added: [], changed: [], removed: [], bytes: 0 };
    for (const slot of change.removed) {
      if (passes(slot)) this.#hide(slot, shown);
      if (slices.isOver) await slices.next();
    }
    for (const slot of change.added) {
      if (passes(slot)) this.#show(slot, shown.added, shown);
      if (slices.isOver) await slices.next();
    }
    for (let index = 0; index < change.changed.length; index += 1) {
      const [before, after] = [change.changedFrom.at(index), change.changed.at(index)];
      const [was, is] = [passes(before), passes(after)];
      if (was && !is) this.#hide(before, shown);
      else if (was) this.#count(before, -1);
      if (is) this.#show(after, was ? shown.changed : shown.added, shown);
      if (slices.isOver) await slices.next();
    }
    return shown;
  }

  #show(slot: number, among: number[], shown: ShownChange): void {
    among.push(slot);
    shown.bytes += this.#count(slot, 1);
  }

  #hide(slot: number, shown: ShownChange): void {
    shown.removed.push(slot);
    shown.bytes += ID_BYTES;
    this.#count(slot, -1);
  }

  #count(slot: number, sign: 1 | -1): number {
    const bytes = this.#options.items.json.itemBytes(slot);
    this.#size += sign;
    this.#itemBytes += sign * bytes;
    return bytes;
  }

  async #encode(at: number, shown: ShownChange, slices: Slices): Promise<EncodedChange> {
    const { json, table } = this.#options.items;
    const encode = async (slots: number[]) => {
      const items: EncodedItem[] = [];
      for (const slot of slots) {
        items.push({ item_id: table.id(slot), json: json.item(slot) });
        if (slices.isOver) await slices.next();
      }
      return items;
    };
    const [added, changed] = [await encode(shown.added), await encode(shown.changed)];
    const removed: string[] = [];
    for (const slot of shown.removed) {
      removed.push(table.id(slot));
      if (slices.isOver) await slices.next();
    }
    return { at, added, changed, removed };
  }
}

/** Slots of what a change has changed for those who see a view. */
interface ShownChange {
  added: number[];
  changed: number[];
  removed: number[];
  /** Of what has to be sent. */
  bytes: number;
}
