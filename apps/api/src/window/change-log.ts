/** Entries that are allocated at a time. */
const CHUNK = 8_192;
const SHIFT = 13;
const MASK = CHUNK - 1;
/** Entries that are forgotten with each new one, as far as nobody needs them. */
const FORGOTTEN_AT_ONCE = 4;

/** Somebody who follows a log. */
export interface LogReader {
  /** Entries from here on are still needed. */
  position: number;
  /** It is reading at this moment, and may not be left behind. */
  isBusy: boolean;
  /** It was so far behind that it has been left behind: it has to begin anew. */
  isLost: boolean;
}

/**
 * What has come into a table and what has gone, in order, for as long as somebody has not read it. What has gone stays
 * readable in its slot until then.
 */
export class ChangeLog {
  readonly #readers = new Set<LogReader>();
  readonly #onForgotten: (slot: number) => void;
  #chunks: Uint32Array[] = [];
  /** Position of the first entry of the first chunk. */
  #base = 0;
  #start = 0;
  #end = 0;

  /** @param onForgotten is told each slot that has gone when nobody needs it any more. */
  constructor(onForgotten: (slot: number) => void) {
    this.#onForgotten = onForgotten;
  }

  /** The position of the next entry. */
  get end(): number {
    return this.#end;
  }

  get length(): number {
    return this.#end - this.#start;
  }

  /** A reader of everything from now on. */
  open(): LogReader {
    const reader = { position: this.#end, isBusy: false, isLost: false };
    this.#readers.add(reader);
    return reader;
  }

  close(reader: LogReader): void {
    this.#readers.delete(reader);
  }

  /** Notes that a slot has come, or gone; readers that are more than `limit` entries behind are left behind. */
  push(slot: number, came: boolean, limit: number): void {
    const place = this.#end - this.#base;
    const chunk = (this.#chunks[place >> SHIFT] ??= new Uint32Array(CHUNK));
    chunk[place & MASK] = slot * 2 + (came ? 1 : 0);
    this.#end += 1;
    if (this.#end - this.#start > limit) this.#leaveBehind(this.#end - limit);
    this.forget(FORGOTTEN_AT_ONCE);
  }

  /** The slot of an entry. */
  slotAt(position: number): number {
    return this.#entry(position) >>> 1;
  }

  /** Whether the slot of an entry has come; else it has gone. */
  cameAt(position: number): boolean {
    return (this.#entry(position) & 1) === 1;
  }

  /** Forgets what nobody needs, at most so many entries. Returns whether there is more of it. */
  forget(most: number): boolean {
    let until = this.#end;
    for (const { position } of this.#readers) if (position < until) until = position;
    for (let count = 0; count < most && this.#start < until; count += 1) {
      const entry = this.#entry(this.#start);
      this.#start += 1;
      if ((entry & 1) === 0) this.#onForgotten(entry >>> 1);
    }
    while (this.#start - this.#base >= CHUNK) {
      this.#chunks.shift();
      this.#base += CHUNK;
    }
    return this.#start < until;
  }

  #entry(position: number): number {
    const place = position - this.#base;
    return this.#chunks[place >> SHIFT]![place & MASK]!;
  }

  #leaveBehind(position: number): void {
    for (const reader of this.#readers) {
      if (reader.isBusy || reader.position >= position) continue;
      reader.isLost = true;
      this.#readers.delete(reader);
    }
  }
}
