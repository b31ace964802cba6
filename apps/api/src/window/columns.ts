/** Slots of a chunk: what is allocated at a time, so that growth never copies what is there. */
const CHUNK = 8_192;
const SHIFT = 13;
const MASK = CHUNK - 1;

/** Numbers of one kind by slot. Each kind has its own code, because V8 makes slow code of one for all. */
abstract class Column<Chunk> {
  protected readonly chunks: Chunk[] = [];
  protected abstract make(length: number): Chunk;

  /** Makes room for slots up to and with this one. */
  reach(slot: number): void {
    while (this.chunks.length <= slot >> SHIFT) this.chunks.push(this.make(CHUNK));
  }
}

/** Four bytes a slot, from 0 to 2^32 - 1. */
export class Uint32Column extends Column<Uint32Array> {
  get(slot: number): number {
    return this.chunks[slot >> SHIFT]![slot & MASK]!;
  }

  set(slot: number, value: number): void {
    this.chunks[slot >> SHIFT]![slot & MASK] = value;
  }

  protected make(length: number): Uint32Array {
    return new Uint32Array(length);
  }
}

/** Two bytes a slot, from 0 to 65,535. */
export class Uint16Column extends Column<Uint16Array> {
  get(slot: number): number {
    return this.chunks[slot >> SHIFT]![slot & MASK]!;
  }

  set(slot: number, value: number): void {
    this.chunks[slot >> SHIFT]![slot & MASK] = value;
  }

  protected make(length: number): Uint16Array {
    return new Uint16Array(length);
  }
}

/** One byte a slot, from 0 to 255. */
export class Uint8Column extends Column<Uint8Array> {
  get(slot: number): number {
    return this.chunks[slot >> SHIFT]![slot & MASK]!;
  }

  set(slot: number, value: number): void {
    this.chunks[slot >> SHIFT]![slot & MASK] = value;
  }

  protected make(length: number): Uint8Array {
    return new Uint8Array(length);
  }
}

/** Eight bytes a slot: any number. */
export class Float64Column extends Column<Float64Array> {
  get(slot: number): number {
    return this.chunks[slot >> SHIFT]![slot & MASK]!;
  }

  set(slot: number, value: number): void {
    this.chunks[slot >> SHIFT]![slot & MASK] = value;
  }

  protected make(length: number): Float64Array {
    return new Float64Array(length);
  }
}

/** A set of slots, one bit each. */
export class SlotSet {
  readonly #chunks: (Uint32Array | undefined)[] = [];

  has(slot: number): boolean {
    const chunk = this.#chunks[slot >> SHIFT];
    return chunk !== undefined && (chunk[(slot & MASK) >> 5]! & (1 << (slot & 31))) !== 0;
  }

  add(slot: number): void {
    const chunk = (this.#chunks[slot >> SHIFT] ??= new Uint32Array(CHUNK / 32));
    chunk[(slot & MASK) >> 5]! |= 1 << (slot & 31);
  }

  delete(slot: number): void {
    const chunk = this.#chunks[slot >> SHIFT];
    if (chunk) chunk[(slot & MASK) >> 5]! &= ~(1 << (slot & 31));
  }

  clear(): void {
    this.#chunks.length = 0;
  }

  /** The same slots: a byte is copied for eight of them. */
  copy(): SlotSet {
    const copy = new SlotSet();
    for (const chunk of this.#chunks) copy.#chunks.push(chunk?.slice());
    return copy;
  }
}

/** A list of slots that grows without copying. */
export class SlotList {
  readonly #chunks: Uint32Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(slot: number): void {
    const position = this.#length++;
    const chunk = (this.#chunks[position >> SHIFT] ??= new Uint32Array(position === 0 ? 64 : CHUNK));
    if ((position & MASK) < chunk.length) chunk[position & MASK] = slot;
    else this.#widen(slot);
  }

  at(position: number): number {
    return this.#chunks[position >> SHIFT]![position & MASK]!;
  }

  *[Symbol.iterator](): Generator<number> {
    for (let position = 0; position < this.#length; position += 1) yield this.at(position);
  }

  /** Most lists are short; only the first chunk begins small. */
  #widen(slot: number): void {
    const chunk = new Uint32Array(CHUNK);
    chunk.set(this.#chunks[0]!);
    this.#chunks[0] = chunk;
    chunk[this.#length - 1] = slot;
  }
}
