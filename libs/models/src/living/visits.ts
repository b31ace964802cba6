import type { Random } from '../chance/random.js';
import { weightedDraw } from '../chance/weighted-draw.js';
import type { LivingFigures } from './figures.js';
import type { Persona } from './person.js';
import { quantileDraw } from '../chance/quantile-draw.js';
import { DAY, HOUR, type Rhythm } from './rhythm.js';

/** Visits to come, the earliest first; `buysLast`: the last of them ends with an order. */
export interface VisitsAhead {
  ahead: readonly number[];
  buysLast: boolean;
}

/** So often a moment that is out of season is drawn anew. */
const TRIES = 4;

/** When a shopper comes back, and whether to buy. */
export class Visits {
  readonly #figures: LivingFigures;
  readonly #rhythm: Rhythm;
  /** Of those who do not buy most, how many come back for a second order, a third and each further one. */
  readonly #othersAgain: readonly number[];
  readonly #daysToNext: (random: Random) => number;
  readonly #daysToFirst: (random: Random) => number;
  readonly #daysAfterwards: (random: Random) => number;
  readonly #between: (random: Random) => number;
  readonly #afterwards: (random: Random) => number;

  constructor(figures: LivingFigures, rhythm: Rhythm) {
    this.#figures = figures;
    this.#rhythm = rhythm;
    this.#othersAgain = othersAgain(figures);
    this.#daysToNext = quantileDraw(figures.daysToNextOrder);
    this.#daysToFirst = quantileDraw(figures.daysToFirstOrder);
    this.#daysAfterwards = quantileDraw(figures.daysOfVisitsAfterwards);
    this.#between = weightedDraw(figures.visitsBetweenOrders);
    this.#afterwards = weightedDraw(figures.visitsAfterwards);
  }

  /**
   * What comes after a visit that was not followed by another one yet.
   *
   * @param placed orders up to now
   */
  after(at: number, placed: number, persona: Persona, offset: number, random: Random): VisitsAhead {
    const again = random.next() < this.#again(placed, persona);
    if (!again) return { ahead: this.#tail(at, offset, random), buysLast: false };
    const drawDays = placed === 0 ? this.#daysToFirst : this.#daysToNext;
    const pace = placed > 0 && persona.buysMost ? this.#figures.buysMost.pace : 1;
    const drawOrder = (): number => at + drawDays(random) * pace * DAY;
    let order = drawOrder();
    for (let tries = 1; tries < TRIES && !this.#rhythm.inSeason(order, random); tries += 1) {
      order = drawOrder();
    }
    const moments = [order];
    for (let left = this.#between(random); left > 0; left -= 1) {
      moments.push(at + (order - at) * random.next());
    }
    return { ahead: this.#suited(moments, at, offset, random), buysLast: true };
  }

  #again(placed: number, { firstOrder, buysMost }: Persona): number {
    if (placed === 0) return firstOrder === 'later' ? 1 : 0;
    if (buysMost) return this.#figures.buysMost.again;
    return this.#othersAgain[Math.min(placed, this.#othersAgain.length) - 1]!;
  }

  #tail(at: number, offset: number, random: Random): number[] {
    const moments: number[] = [];
    for (let left = this.#afterwards(random); left > 0; left -= 1) {
      moments.push(at + this.#daysAfterwards(random) * DAY);
    }
    return this.#suited(moments, at, offset, random);
  }

  #suited(moments: number[], at: number, offset: number, random: Random): number[] {
    moments.sort((one, other) => one - other);
    let earliest = at + HOUR;
    return moments.map((moment) => {
      const suited = this.#rhythm.suits(Math.floor(moment), earliest, offset, random);
      earliest = suited + HOUR;
      return suited;
    });
  }
}

/** The share of those with so many orders, one at least, who will place another. */
export function againAfter(placed: number, { ordersAgain }: Pick<LivingFigures, 'ordersAgain'>): number {
  return ordersAgain[Math.min(placed, ordersAgain.length) - 1]!;
}

/** What is left for the others of the orders that are placed again, by those who buy most and by them. */
function othersAgain({
  ordersAgain: [second, third, further],
  buysMost: { share, again },
}: Pick<LivingFigures, 'ordersAgain' | 'buysMost'>): number[] {
  const rest = (all: number, most: number, of: number): number =>
    of > 0 ? Math.min(0.99, Math.max(0, (all - most) / of)) : 0;
  const toSecond = rest(second, share * again, 1 - share);
  const haveSecond = (1 - share) * toSecond;
  const toThird = rest(second * third, share * again ** 2, haveSecond);
  const haveThird = haveSecond * toThird;
  // Orders from the third on, of everybody and of those who buy most.
  const orders = (second * third) / (1 - further) - (share * again ** 2) / (1 - again);
  const toFurther = orders > 0 ? rest(1, haveThird / orders, 1) : 0;
  return [toSecond, toThird, toFurther];
}
