import type { Weighted } from '../chance/weighted-draw.js';
import type { LivingFigures } from './figures.js';
import type { Popularity } from './popularity.js';
import type { Returns } from './returns.js';
import { againAfter } from './visits.js';

/**
 * How much traffic goes with an order, so that the shop has the conversion that it should: visits that shoppers make
 * themselves, those in which they cancel or send back, and, for the rest, a crowd of strangers.
 */
export class Traffic {
  /** Share of the visits without an order in which a cart is filled. */
  readonly cartShare: number;
  readonly #figures: LivingFigures;
  /** All visits for each order. */
  readonly #perOrder: number;
  /** Visits for each order in which it is cancelled or some of it sent back. */
  readonly #laterPerOrder: number;

  /** @param conversion orders a visit */
  constructor(figures: LivingFigures, popularity: Popularity, returns: Returns, conversion: number) {
    this.#figures = figures;
    this.#perOrder = 1 / conversion;
    const returned = returnsPerOrder(figures, popularity, returns);
    this.#laterPerOrder = figures.cancelled + (1 - figures.cancelled) * returned;
    const cartsLeft = figures.cartsLeft / (1 - figures.cartsLeft);
    this.cartShare = Math.min(1, cartsLeft / (this.#perOrder - 1 - this.#laterPerOrder));
  }

  /** Strangers around an order that follows after so many of the same shopper, on average. */
  crowd(placed: number): number {
    return Math.max(0, this.#perOrder - this.#laterPerOrder - this.#ownVisits(placed));
  }

  /** Visits of the shopper's own that an order accounts for, and its share of those of people who never buy. */
  #ownVisits(placed: number): number {
    const { buysAtSignUp, buysLater, visitsBetweenOrders, visitsAfterwards } = this.#figures;
    const afterwards = mean(visitsAfterwards);
    const later = (1 - buysAtSignUp) * buysLater;
    const never = 1 - buysAtSignUp - later;
    const whileBuying = 1 + mean(visitsBetweenOrders);
    const first = 1 + (later * whileBuying + never * (1 + afterwards)) / (buysAtSignUp + later);
    const leaves = 1 - againAfter(placed + 1, this.#figures);
    return (placed === 0 ? first : whileBuying) + leaves * afterwards;
  }
}

/** The share of delivered orders of which something comes back, on a common day. */
function returnsPerOrder(figures: LivingFigures, popularity: Popularity, returns: Returns): number {
  const { sendsBack, itemsPerOrder } = figures;
  const back = (sendsMuch: boolean): number => {
    const share = popularity.mean(({ category }) => {
      return returns.likelihood({ category, onSale: false, late: false }, sendsMuch);
    });
    return 1 - mean(itemsPerOrder.map(([items, weight]) => [(1 - share) ** items, weight]));
  };
  return sendsBack.share * back(true) + (1 - sendsBack.share) * back(false);
}

function mean(weighted: Weighted<number>): number {
  let sum = 0;
  let total = 0;
  for (const [value, weight] of weighted) {
    sum += value * weight;
    total += weight;
  }
  return sum / total;
}
