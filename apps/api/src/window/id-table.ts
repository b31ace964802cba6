import { writeUuid, type Key } from './uuid.js';

/** Slots whose ids are allocated at a time. */
const CHUNK = 8_192;
const SHIFT = 13;
const MASK = CHUNK - 1;
/** Growth moves the entries of one shard: a few thousand of a million. */
const SHARDS = 256;
const FIRST_ENTRIES = 8;

/**
 * Ids of 16 bytes by slot, and the way back from an id to its slot: open addressing in shards, so that growing never
 * holds the event loop. Slots begin at 1; an id may have several slots, one of which is found.
 */
export class IdTable {
  readonly #ids: Uint32Array[] = [];
  readonly #shards = Array.from({ length: SHARDS }, () => new Uint32Array(FIRST_ENTRIES));
  readonly #counts = new Uint32Array(SHARDS);
  /** Nobody can choose ids that all fall into one place. */
  readonly #seed = Math.floor(Math.random() * 2 ** 32);

  /** Makes room for slots up to and with this one. */
  reach(slot: number): void {
    while (this.#ids.length <= slot >> SHIFT) this.#ids.push(new Uint32Array(4 * CHUNK));
  }

  write(slot: number, key: Key): void {
    this.#ids[slot >> SHIFT]!.set(key, (slot & MASK) * 4);
  }

  read(slot: number, into: Key): Key {
    const ids = this.#ids[slot >> SHIFT]!;
    const at = (slot & MASK) * 4;
    for (let word = 0; word < 4; word += 1) into[word] = ids[at + word]!;
    return into;
  }

  /** The id as a UUID. */
  text(slot: number): string {
    const ids = this.#ids[slot >> SHIFT]!;
    const at = (slot & MASK) * 4;
    return writeUuid(ids[at]!, ids[at + 1]!, ids[at + 2]!, ids[at + 3]!);
  }

  /** Orders two slots by their ids, as their texts would be. */
  compare(a: number, b: number): number {
    for (let word = 0; word < 4; word += 1) {
      const difference =
        this.#ids[a >> SHIFT]![(a & MASK) * 4 + word]! - this.#ids[b >> SHIFT]![(b & MASK) * 4 + word]!;
      if (difference !== 0) return difference;
    }
    return 0;
  }

  /** The slot that is found under this id; 0: none. */
  find(key: Key): number {
    const hash = this.#hash(key[0]!, key[1]!, key[2]!, key[3]!);
    const shard = this.#shards[hash & (SHARDS - 1)]!;
    const mask = shard.length - 1;
    for (let place = (hash >>> 8) & mask; ; place = (place + 1) & mask) {
      const slot = shard[place]!;
      if (slot === 0 || this.#equals(slot, key)) return slot;
    }
  }

  /** This slot is found under its id from now on; no other one was. */
  index(slot: number): void {
    const hash = this.#hashOf(slot);
    const number = hash & (SHARDS - 1);
    const count = (this.#counts[number]! += 1);
    let shard = this.#shards[number]!;
    if (count * 4 > shard.length * 3) this.#shards[number] = shard = this.#grown(shard);
    this.#insert(shard, hash, slot);
  }

  /** This slot is found instead of another one with the same id. */
  replace(former: number, slot: number): void {
    const hash = this.#hashOf(former);
    const shard = this.#shards[hash & (SHARDS - 1)]!;
    shard[this.#placeOf(shard, hash, former)] = slot;
  }

  /** This slot is found no more. */
  unindex(slot: number): void {
    const hash = this.#hashOf(slot);
    const number = hash & (SHARDS - 1);
    const shard = this.#shards[number]!;
    const mask = shard.length - 1;
    this.#counts[number]! -= 1;
    let gap = this.#placeOf(shard, hash, slot);
    // Those behind move up, so that no gap is between an entry and the place where its search begins.
    for (let place = (gap + 1) & mask; shard[place] !== 0; place = (place + 1) & mask) {
      const home = (this.#hashOf(shard[place]!) >>> 8) & mask;
      if (((place - home) & mask) < ((place - gap) & mask)) continue;
      shard[gap] = shard[place]!;
      gap = place;
    }
    shard[gap] = 0;
  }

  #placeOf(shard: Uint32Array, hash: number, slot: number): number {
    const mask = shard.length - 1;
    let place = (hash >>> 8) & mask;
    while (shard[place] !== slot) place = (place + 1) & mask;
    return place;
  }

  #insert(shard: Uint32Array, hash: number, slot: number): void {
    const mask = shard.length - 1;
    let place = (hash >>> 8) & mask;
    while (shard[place] !== 0) place = (place + 1) & mask;
    shard[place] = slot;
  }

  #grown(shard: Uint32Array): Uint32Array<ArrayBuffer> {
    const larger = new Uint32Array(shard.length * 2);
    for (const slot of shard) if (slot !== 0) this.#insert(larger, this.#hashOf(slot), slot);
    return larger;
  }

  #equals(slot: number, key: Key): boolean {
    const ids = this.#ids[slot >> SHIFT]!;
    const at = (slot & MASK) * 4;
    return ids[at] === key[0] && ids[at + 1] === key[1] && ids[at + 2] === key[2] && ids[at + 3] === key[3];
  }

  #hashOf(slot: number): number {
    const ids = this.#ids[slot >> SHIFT]!;
    const at = (slot & MASK) * 4;
    return this.#hash(ids[at]!, ids[at + 1]!, ids[at + 2]!, ids[at + 3]!);
  }

  #hash(a: number, b: number, c: number, d: number): number {
    let hash = this.#seed;
    hash = Math.imul(hash ^ a, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15) ^ b, 0xc2b2ae35);
    hash = Math.imul(hash ^ (hash >>> 13) ^ c, 0x9e3779b1);
    hash = Math.imul(hash ^ (hash >>> 16) ^ d, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) >>> 0;
  }
}
