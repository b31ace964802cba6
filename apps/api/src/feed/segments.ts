import type { ItemView, ViewChange } from '../window/item-view.js';
import type { Slices } from '../window/slices.js';
import { Piece } from './frame.js';

/** Bytes of a piece, about: large enough to cost nothing by itself, small enough to make in one turn. */
const PIECE_BYTES = 64 * 1024;
/** Slots of a segment: a hundred and a bit make a piece. */
const SLOT_BITS = 7;

export const COMMA = new Piece(',');

/**
 * The encoded items of a window in segments by slot. Only those segments are encoded again in which something has
 * changed; what is new lies together, and what is old goes together.
 */
export class Segments {
  readonly #items: ItemView;
  readonly #encode: (slot: number) => string;
  /** Null: there is nothing in it; undefined: it has to be encoded. */
  #pieces: (Piece | null | undefined)[] = [];

  constructor(items: ItemView, encode: (slot: number) => string) {
    this.#items = items;
    this.#encode = encode;
  }

  clear(): void {
    this.#pieces = [];
  }

  /** Takes over what a refresh has changed. */
  async refreshed({ added, changed, changedFrom, removed }: ViewChange, slices: Slices): Promise<void> {
    for (const slots of [added, changed, changedFrom, removed]) {
      for (const slot of slots) {
        this.#pieces[slot >> SLOT_BITS] = undefined;
        if (slices.isOver) await slices.next();
      }
    }
  }

  /** All that is shown, with commas in between. */
  async join(slices: Slices): Promise<Piece[]> {
    const pieces: Piece[] = [];
    const segments = (this.#items.table.slots >> SLOT_BITS) + 1;
    for (let segment = 0; segment < segments; segment += 1) {
      let piece = this.#pieces[segment];
      if (piece === undefined) {
        piece = this.#pieces[segment] = this.#build(segment);
        if (slices.isOverNow) await slices.next();
      }
      if (piece === null) continue;
      if (pieces.length > 0) pieces.push(COMMA);
      pieces.push(piece);
    }
    return pieces;
  }

  #build(segment: number): Piece | null {
    const items: string[] = [];
    const first = segment << SLOT_BITS;
    for (let slot = Math.max(first, 1); slot < first + (1 << SLOT_BITS); slot += 1) {
      if (this.#items.has(slot)) items.push(this.#encode(slot));
    }
    return items.length > 0 ? new Piece(items.join(',')) : null;
  }
}

/** Pieces of these slots, with commas in between. */
export async function encodeAll(
  slots: Iterable<number>,
  encode: (slot: number) => string,
  slices: Slices,
): Promise<Piece[]> {
  const pieces: Piece[] = [];
  let items: string[] = [];
  let length = 0;
  const end = () => {
    if (pieces.length > 0) pieces.push(COMMA);
    pieces.push(new Piece(items.join(',')));
    items = [];
    length = 0;
  };
  for (const slot of slots) {
    const item = encode(slot);
    items.push(item);
    length += item.length;
    if (length >= PIECE_BYTES) end();
    if (slices.isOver) await slices.next();
  }
  if (items.length > 0) end();
  return pieces;
}
