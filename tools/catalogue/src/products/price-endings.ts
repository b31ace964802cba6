import type { Random } from '../random.js';

/** A price to be found, in cents: as near to `ideal` as the ending allows, within `low` and `high`. */
export interface PriceWish {
  ideal: number;
  low: number;
  high: number;
}

const NO_ENDING = -1;

/** The price nearest to the wish that ends in so many cents; undefined when none is within its bounds. */
const nearest = ({ ideal, low, high }: PriceWish, cents: number): number | undefined => {
  let price = Math.round((ideal - cents) / 100) * 100 + cents;
  if (price < low) price += 100;
  if (price > high) price -= 100;
  return price < low || price > high ? undefined : price;
};

/**
 * Hands out price endings (the cents of a price) until each has been given as often as shops give it. Endings
 * without a count of their own share what is left evenly.
 */
export class PriceEndings {
  readonly #random: Random;
  readonly #left = new Map<number, number>();
  readonly #others: readonly number[];
  #othersLeft: number;

  /**
   * @param counts how many prices shall end in so many cents, by cents
   * @param total how many prices there are in all
   */
  constructor(counts: Readonly<Record<string, number>>, total: number, random: Random) {
    this.#random = random;
    this.#othersLeft = total;
    for (const [cents, count] of Object.entries(counts)) {
      this.#left.set(Number(cents), count);
      this.#othersLeft -= count;
    }
    this.#others = Array.from({ length: 100 }, (_, cents) => cents).filter((cents) => !this.#left.has(cents));
  }

  /** Counts a price that was fixed elsewhere. */
  take(price: number): number {
    const cents = price % 100;
    const left = this.#left.get(cents);
    if (left === undefined) this.#othersLeft -= 1;
    else this.#left.set(cents, left - 1);
    return price;
  }

  /** A price in cents that meets the wish, with one of the endings that are still to be given. */
  near(wish: PriceWish): number {
    const options = [...this.#left].map(([cents, left]) => ({ price: nearest(wish, cents), left }));
    const rare = this.#rare(wish);
    options.push({ price: rare, left: this.#othersLeft });
    const chosen = this.#random.weighted(
      options.map(({ price, left }) => (price === undefined ? 0 : Math.max(left, 0))),
    );
    const fallback = Math.min(Math.max(Math.round(wish.ideal), wish.low), wish.high);
    return this.take(chosen === NO_ENDING ? fallback : options[chosen]!.price!);
  }

  #rare(wish: PriceWish): number | undefined {
    const start = this.#random.below(this.#others.length);
    for (let step = 0; step < this.#others.length; step += 1) {
      const price = nearest(wish, this.#others[(start + step) % this.#others.length]!);
      if (price !== undefined) return price;
    }
    return undefined;
  }
}
