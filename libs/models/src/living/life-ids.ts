import type { LifeKind } from '../life.js';
import { Random, scatter, type Seed } from '../chance/random.js';

const HYPHEN = '-'.charCodeAt(0);
const VERSION = '7'.charCodeAt(0);
const digits = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));

/** What an id is of; together with a count it is unique within a life. */
export const ID = {
  user: 1,
  session: 2,
  event: 3,
  order: 4,
  item: 5,
  /** A piece that a purchase makes, where there is no shelf to take it from. */
  piece: 6,
  /** A piece that takes the place of one that was cancelled or sent back. */
  replacement: 7,
  /** The event with which an order is cancelled, or items are sent back, and its session. */
  laterEvent: 8,
  laterSession: 9,
  stock: 10,
} as const;

/** Which run the lives are of: its number in the database, and what their ids are made from. */
export interface RunIdentity {
  run: number;
  key: string;
  seed: Seed;
}

export type IdPurpose = (typeof ID)[keyof typeof ID];

/**
 * Makes the ids of a run: UUIDs of version 7 (RFC 9562), each a pure function of run, life, purpose and count but for
 * its 48 bits of time, which are the moment of the visit in which the row was born. So what history and live business
 * write differs in those bits only, and the rows of one visit lie side by side in every primary key.
 *
 * @example
 * const ids = new LifeIds('shopper', '', 42);
 * ids.begin(7);
 * ids.id(Date.UTC(2026, 0, 1), ID.order, 0); // '019b76da-a800-7…'
 */
export class LifeIds {
  readonly #key: readonly [number, number, number];
  /** The digits of the time. */
  readonly #time = new Uint8Array(12);
  #a = 0;
  #b = 0;
  #c = 0;
  #millisecond = -1;

  /** @param key of the run: runs of one seed with other keys, and products and shoppers of one number, share no ids */
  constructor(kind: LifeKind, key: string, seed: Seed) {
    const random = new Random(`ids of ${kind} lives of ${key} of ${seed}`);
    this.#key = [random.uint32(), random.uint32(), random.uint32()];
  }

  /** Turns to another life. */
  begin(life: number): void {
    const low = life >>> 0;
    const high = Math.floor(life / 2 ** 32);
    const [a, b, c] = this.#key;
    this.#a = scatter(a ^ low);
    this.#b = scatter(b ^ this.#a ^ high);
    this.#c = scatter(c ^ this.#b ^ low);
  }

  /**
   * @param millisecond of the visit, since 1970
   * @param count below 2^32
   */
  id(millisecond: number, purpose: IdPurpose, count: number): string {
    if (millisecond !== this.#millisecond) this.#writeTime(millisecond);
    const word = Math.imul(count, 0x9e3779b1) ^ Math.imul(purpose, 0x7feb352d);
    const first = scatter(this.#a ^ word);
    const second = scatter(this.#b ^ first ^ count);
    const third = scatter(this.#c ^ second ^ purpose);
    return idText(this.#time, first, second, third);
  }

  #writeTime(millisecond: number): void {
    this.#millisecond = millisecond;
    let [high, low] = [Math.floor(millisecond / 2 ** 16), millisecond % 2 ** 16];
    for (let place = 7; place >= 0; place -= 1, high >>>= 4) this.#time[place] = digits[high & 15]!;
    for (let place = 11; place >= 8; place -= 1, low >>>= 4) this.#time[place] = digits[low & 15]!;
  }
}

/**
 * Two bits for the variant and 74 of the words. One character after the other in a single call: put together from
 * pieces, or in a buffer, a text takes twice as long, and every row has one.
 */
function idText(time: Uint8Array, a: number, b: number, c: number): string {
  return String.fromCharCode(
    time[0]!,
    time[1]!,
    time[2]!,
    time[3]!,
    time[4]!,
    time[5]!,
    time[6]!,
    time[7]!,
    HYPHEN,
    time[8]!,
    time[9]!,
    time[10]!,
    time[11]!,
    HYPHEN,
    VERSION,
    digits[(c >>> 8) & 15]!,
    digits[(c >>> 4) & 15]!,
    digits[c & 15]!,
    HYPHEN,
    digits[((a >>> 28) & 3) | 8]!,
    digits[(a >>> 24) & 15]!,
    digits[(a >>> 20) & 15]!,
    digits[(a >>> 16) & 15]!,
    HYPHEN,
    digits[(a >>> 12) & 15]!,
    digits[(a >>> 8) & 15]!,
    digits[(a >>> 4) & 15]!,
    digits[a & 15]!,
    digits[(b >>> 28) & 15]!,
    digits[(b >>> 24) & 15]!,
    digits[(b >>> 20) & 15]!,
    digits[(b >>> 16) & 15]!,
    digits[(b >>> 12) & 15]!,
    digits[(b >>> 8) & 15]!,
    digits[(b >>> 4) & 15]!,
    digits[b & 15]!,
  );
}
