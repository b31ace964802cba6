import type { LifeKind } from '../life.js';
import { Random, scatter, type Seed } from '../chance/random.js';

const digits = Buffer.from('0123456789abcdef');

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
  readonly #text = Buffer.from('00000000-0000-7000-0000-000000000000');
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
    this.#write(15, third, 3);
    this.#write(19, ((first >>> 16) & 0x3fff) | 0x8000, 4);
    this.#write(24, first & 0xffff, 4);
    this.#write(28, second, 8);
    return this.#text.toString('latin1');
  }

  #writeTime(millisecond: number): void {
    this.#millisecond = millisecond;
    this.#write(0, Math.floor(millisecond / 2 ** 16), 8);
    this.#write(9, millisecond % 2 ** 16, 4);
  }

  /** Writes the lowest `count` hexadecimal digits of a number. */
  #write(at: number, value: number, count: number): void {
    for (let place = at + count - 1; place >= at; place -= 1) {
      this.#text[place] = digits[value & 15]!;
      value >>>= 4;
    }
  }
}
