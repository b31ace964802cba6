import { readClock, systemClock, type Clock } from './clock.js';
import type { Random } from './random.js';

const hexByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const hexOf = (word: number): string =>
  hexByte[word >>> 24]! + hexByte[(word >>> 16) & 255]! + hexByte[(word >>> 8) & 255]! + hexByte[word & 255]!;

/** Ids that fit one millisecond: the counter has 12 bits. */
const idsPerMillisecond = 4096;

/**
 * Makes ids: UUIDs of version 7 (RFC 9562), each greater than the one before.
 *
 * | bits | what they hold |
 * | --- | --- |
 * | 48 | the clock's millisecond, so that new rows lie at the end of an index |
 * | 12 | a counter within it |
 * | 30 | the stream's number under a key of the seed, so that shoppers made at the same moment cannot share an id |
 * | 32 | chance |
 *
 * When more than 4096 ids are made in a millisecond, the time in them runs ahead of the clock; it never goes back.
 *
 * @example
 * ```ts
 * import { Random, TimeOrderedIds } from '@thelook/models';
 *
 * const ids = new TimeOrderedIds({ random: new Random(42), clock: () => new Date('2026-01-01T00:00:00Z') });
 * const [first, second] = [ids.next(), ids.next()];
 * first.slice(0, 18); // => '019b76da-a800-7000'
 * second.slice(0, 18); // => '019b76da-a800-7001'
 * ```
 */
export class TimeOrderedIds {
  readonly #random: Random;
  readonly #clock: Clock;
  readonly #key: number;
  #millisecond = -1;
  #counter = 0;
  #time = '';
  #stream = '';

  constructor({ random, clock = systemClock }: { random: Random; clock?: Clock }) {
    this.#random = random;
    this.#clock = clock;
    this.#key = random.uint32();
    this.restart(0);
  }

  /** Forgets the ids made so far and begins those of another stream, such as another shopper. */
  restart(stream: number): void {
    const node = (((stream >>> 0) ^ this.#key) & 0x3fffffff) | 0x80000000;
    const hex = hexOf(node);
    this.#stream = `-${hex.slice(0, 4)}-${hex.slice(4)}`;
    this.#millisecond = -1;
  }

  /** The next id, such as `019b76da-a800-7000-8c4e-52f1a0b7d3e9`. */
  next(): string {
    const now = readClock(this.#clock);
    if (now > this.#millisecond) this.#begin(now);
    else if (this.#counter === idsPerMillisecond) this.#begin(this.#millisecond + 1);
    const counter = this.#counter;
    this.#counter += 1;
    return `${this.#time}7${hexByte[counter >>> 4]!}${(counter & 15).toString(16)}${this.#stream}${hexOf(this.#random.uint32())}`;
  }

  #begin(millisecond: number): void {
    this.#millisecond = millisecond;
    this.#counter = 0;
    const high = hexOf(Math.floor(millisecond / 2 ** 16));
    const low = hexOf(millisecond % 2 ** 16).slice(4);
    this.#time = `${high}-${low}-`;
  }
}
