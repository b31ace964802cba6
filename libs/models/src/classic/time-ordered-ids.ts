import { readClock, systemClock, type Clock } from '../clock.js';
import { Random } from '../chance/random.js';

/** The codes of a text's characters: no `Buffer`, which browsers do not have. */
const codes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

const digits = codes('0123456789abcdef');

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
  /** The id in the making: what ids have in common stays in it, and a text of one piece comes out of it. */
  readonly #text = codes('00000000-0000-7000-0000-000000000000');

  /** @param key for seeds that are used again: ids of the same streams with other keys differ. By default none. */
  constructor({ random, clock = systemClock, key = '' }: { random: Random; clock?: Clock; key?: string }) {
    this.#random = random;
    this.#clock = clock;
    this.#key = random.uint32() ^ (key === '' ? 0 : new Random(key).uint32());
    this.restart(0);
  }

  /** Forgets the ids made so far and begins those of another stream, such as another shopper. */
  restart(stream: number): void {
    const node = (((stream >>> 0) ^ this.#key) & 0x3fffffff) | 0x80000000;
    this.#write(19, node >>> 16, 4);
    this.#write(24, node, 4);
    this.#millisecond = -1;
  }

  /** The next id, such as `019b76da-a800-7000-8c4e-52f1a0b7d3e9`. */
  next(): string {
    const now = readClock(this.#clock);
    if (now > this.#millisecond) this.#begin(now);
    else if (this.#counter === idsPerMillisecond) this.#begin(this.#millisecond + 1);
    this.#write(15, this.#counter, 3);
    this.#counter += 1;
    this.#write(28, this.#random.uint32(), 8);
    return Reflect.apply(String.fromCharCode, undefined, this.#text);
  }

  #begin(millisecond: number): void {
    this.#millisecond = millisecond;
    this.#counter = 0;
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
