import { Random, type Seed } from '../chance/random.js';

/** What a stream is for. Each life has one of each kind for each visit: a draw more in one shifts no other. */
export const STREAM = {
  person: 0,
  persona: 1,
  visit: 2,
  pages: 3,
  basket: 4,
  fate: 5,
  crowd: 6,
  address: 7,
  signUp: 8,
  stock: 9,
  /** Of products, which have numbers as shoppers do. */
  shelf: 10,
} as const;

export type StreamKind = (typeof STREAM)[keyof typeof STREAM];

/** Counts below this fit beside the kind. */
const COUNTS = 2 ** 24;

/**
 * The streams of chance of a run: one for each life, kind and count (most often the number of a visit), all of them
 * independent of each other.
 *
 * @example
 * const streams = new Streams(42);
 * streams.at(STREAM.visit, 1_000_000, 3).next(); // the same, whatever was drawn before
 */
export class Streams {
  readonly #randoms: Random[];

  constructor(seed: Seed) {
    this.#randoms = Object.values(STREAM).map(() => new Random(seed));
  }

  /** The stream at its beginning; valid until the next one of the same kind is asked for. */
  at(kind: StreamKind, life: number, count = 0): Random {
    const random = this.#randoms[kind]!;
    random.restart(life, kind * COUNTS + count + 1);
    return random;
  }
}
