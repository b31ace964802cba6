/**
 * A seeded source of random numbers in 32-bit integer arithmetic, so that a seed gives the same numbers on
 * every machine and every JavaScript engine. The generator is xoshiro128**, seeded by splitmix32.
 */
export class Random {
  readonly #state: Uint32Array;

  constructor(seed: number) {
    this.#state = new Uint32Array(4);
    let counter = seed >>> 0;
    for (let index = 0; index < 4; index += 1) {
      counter = (counter + 0x9e3779b9) >>> 0;
      let mixed = counter;
      mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
      mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
      this.#state[index] = mixed ^ (mixed >>> 16);
    }
  }

  /**
   * The stream of a subject. Each part of the catalogue draws from its own, so that a change to one part
   * leaves every other part as it was.
   */
  static of(subject: string): Random {
    let hash = 0x811c9dc5;
    for (const character of subject) {
      hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
    }
    return new Random(hash);
  }

  /** A whole number, even over 0 to 2^32 - 1. */
  next(): number {
    const state = this.#state;
    const product = Math.imul(state[1]!, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = state[1]! << 9;
    state[2]! ^= state[0]!;
    state[3]! ^= state[1]!;
    state[1]! ^= state[2]!;
    state[0]! ^= state[3]!;
    state[2]! ^= shifted;
    state[3] = (state[3]! << 11) | (state[3]! >>> 21);
    return result;
  }

  /** A whole number, even over 0 to `limit` - 1; `limit` is at least 1. */
  below(limit: number): number {
    const ceiling = 2 ** 32 - (2 ** 32 % limit);
    let value = this.next();
    while (value >= ceiling) value = this.next();
    return value % limit;
  }

  /** A number from 0 up to but not including 1. */
  fraction(): number {
    return this.next() / 2 ** 32;
  }

  /** True in `share` of the calls, a share from 0 to 1. */
  chance(share: number): boolean {
    return this.fraction() < share;
  }

  /** One of the items, each as likely as the next. */
  pick<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw new RangeError('items is empty; there must be at least one to pick from');
    return items[this.below(items.length)]!;
  }

  /** The index of one of the weights, as likely as its weight, which is 0 or more; -1 when all of them are 0. */
  weighted(weights: readonly number[]): number {
    let total = 0;
    for (const weight of weights) total += weight;
    let left = this.fraction() * total;
    let last = -1;
    for (const [index, weight] of weights.entries()) {
      if (weight <= 0) continue;
      last = index;
      left -= weight;
      if (left < 0) return index;
    }
    return last;
  }

  /** A new array with the items in random order. */
  shuffled<Item>(items: readonly Item[]): Item[] {
    const result = [...items];
    for (let last = result.length - 1; last > 0; last -= 1) {
      const other = this.below(last + 1);
      [result[last], result[other]] = [result[other]!, result[last]!];
    }
    return result;
  }
}
