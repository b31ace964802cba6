/** What a run can be seeded with. A number and its decimal spelling are the same seed: `42` and `'42'`. */
export type Seed = number | bigint | string;

/** Odd, so that no two branches have the same state. */
const BRANCH_STEP = 0x9e3779b1;

/** Rounds after which every bit of a fresh state has reached all others. */
const warmUpRounds = 16;

/**
 * The stream of chance that everything random in a shop is drawn from: the generator sfc32 over 32-bit integers, so
 * the same seed gives the same numbers on every machine and Node version. Not for secrets.
 *
 * A seed holds 2^53 independent streams, chosen with {@link restart}; that is what lets shopper 1,000,000 be made
 * without making those before it.
 *
 * @example
 * ```ts
 * import { Random } from '@thelook/models';
 *
 * const random = new Random('black friday');
 * const throws = [random.below(6) + 1, random.below(6) + 1];
 *
 * random.restart(0); // where it began
 * [random.below(6) + 1, random.below(6) + 1]; // => throws
 * ```
 */
export class Random {
  readonly #key: readonly [number, number, number, number];
  #a = 0;
  #b = 0;
  #c = 0;
  #d = 0;

  /** @param seed any number, bigint or text; the same seed always gives the same streams */
  constructor(seed: Seed) {
    this.#key = hash(String(seed));
    this.restart(0);
  }

  /**
   * Goes to the beginning of stream number `stream` (0 to 2^53 - 1) of the seed, or of one of the 2^32 streams
   * `branch` below it; branch 0 is the stream itself.
   */
  restart(stream: number, branch = 0): void {
    const [a, b, c, d] = this.#key;
    this.#a = a;
    this.#b = b ^ (stream >>> 0);
    this.#c = c ^ Math.floor(stream / 2 ** 32);
    this.#d = d ^ Math.imul(branch, BRANCH_STEP);
    for (let round = 0; round < warmUpRounds; round += 1) this.uint32();
  }

  /** A whole number, even over 0 to 2^32 - 1. */
  uint32(): number {
    const next = (this.#a + this.#b + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + next) | 0;
    return next >>> 0;
  }

  /** A number, even over 0 (included) to 1 (excluded), in steps of 2^-53. */
  next(): number {
    return ((this.uint32() >>> 5) * 2 ** 26 + (this.uint32() >>> 6)) / 2 ** 53;
  }

  /** A whole number, even over 0 to `limit - 1`. `limit` is a whole number from 1 to 2^53. */
  below(limit: number): number {
    // Up to 2^21 the product is exact in a double and 32 bits leave no bias that could be measured.
    if (limit <= 2 ** 21) return ((this.uint32() * limit) / 2 ** 32) | 0;
    return Math.floor(this.next() * limit);
  }

  /** A whole number, even over `from` to `to`, both included. */
  between(from: number, to: number): number {
    return from + this.below(to - from + 1);
  }

  /** One of the values, each as likely as the others. There must be at least one. */
  pick<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)] as Value;
  }
}

/** FNV-1a in four lanes, finished so that one changed character changes all 128 bits. */
function hash(text: string): [number, number, number, number] {
  let a = 0x811c9dc5;
  let b = 0x2c1b3c6d;
  let c = 0x297a2d39;
  let d = 0x5bd1e995;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x85ebca6b);
    c = Math.imul(c ^ unit, 0xc2b2ae35);
    d = Math.imul(d ^ unit, 0x9e3779b1);
  }
  a = scatter(a ^ text.length);
  b = scatter(b ^ a);
  c = scatter(c ^ b);
  d = scatter(d ^ c);
  return [scatter(a ^ d), b, c, d];
}

/** Spreads each bit of a 32-bit word over all of it (the finish of MurmurHash3). */
export function scatter(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
