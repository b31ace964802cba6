import type { Random } from '../chance/random.js';
import type { LivingFigures } from './figures.js';

const MONTHS = 12;
/** A year of the calendar, on average, in milliseconds. */
const YEAR = 365.2425 * 86_400_000;

/** When in the year categories sell more, and when less; six months apart in the south. */
export class Seasons {
  readonly #factors: ReadonlyMap<string, readonly number[]>;

  /** @param figures for each category twelve factors, from January on; none: it is the same all over the year */
  constructor(figures: LivingFigures['seasons']) {
    this.#factors = new Map(Object.entries(figures));
  }

  /**
   * The month whose factors count: from the middle of one to the middle of the next it is the next one more and more
   * often, so that nothing changes overnight. 0 is January in the north.
   */
  at(moment: number, south: boolean, random: Random): number {
    if (this.#factors.size === 0) return 0;
    const year = moment / YEAR;
    const month = (year - Math.floor(year)) * MONTHS + (south ? MONTHS / 2 : 0) - 0.5;
    return Math.floor(month + random.next() + MONTHS) % MONTHS;
  }

  /** How much more a category sells in a month than in the mean of the year; undefined for one that knows no seasons. */
  factor(category: string, month: number): number | undefined {
    return this.#factors.get(category)?.[month];
  }
}
