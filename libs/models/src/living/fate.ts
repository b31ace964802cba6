import type { Random } from '../chance/random.js';
import type { BasketItem } from './basket.js';
import type { LivingFigures } from './figures.js';
import { quantileDraw } from '../chance/quantile-draw.js';
import { HOUR, isBeforeChristmas } from './rhythm.js';
import { itemReturns } from './traffic.js';

/** How an order fares, in moments of shop time: either it is cancelled, or it is shipped, delivered and perhaps returned. */
export interface Fate {
  cancel?: number;
  ship?: number;
  deliver?: number;
  return?: number;
  /** Which of its items come back, by their place in the basket. */
  returned: readonly number[];
}

export type FateDraw = (
  basket: readonly BasketItem[],
  placedAt: number,
  sendsBack: number,
  random: Random,
) => Fate;

export function fateDraw(figures: LivingFigures): FateDraw {
  const drawCancel = quantileDraw(figures.hoursToCancel);
  const drawShip = quantileDraw(figures.hoursToShip);
  const drawDeliver = quantileDraw(figures.hoursToDeliver);
  const drawReturn = quantileDraw(figures.hoursToReturn);

  const slowly = (draw: (random: Random) => number, placedAt: number, random: Random): number => {
    const hours = draw(random);
    const again = draw(random);
    const slow = random.next() < figures.slowBeforeChristmas;
    return slow && isBeforeChristmas(placedAt) ? Math.max(hours, again) : hours;
  };

  return (basket, placedAt, sendsBack, random) => {
    if (random.next() < figures.cancelled) {
      return { cancel: placedAt + span(drawCancel(random)), returned: [] };
    }
    const ship = placedAt + span(slowly(drawShip, placedAt, random));
    const hours = slowly(drawDeliver, placedAt, random);
    const deliver = ship + span(hours);
    const returned: number[] = [];
    basket.forEach(({ product, onSale }, place) => {
      let share = itemReturns(figures, product) * sendsBack;
      if (onSale) share *= figures.returnedOnSale;
      if (hours >= figures.lateAfterHours) share *= figures.returnedLate;
      if (random.next() < share) returned.push(place);
    });
    const back = deliver + span(drawReturn(random));
    return { ship, deliver, returned, ...(returned.length > 0 && { return: back }) };
  };
}

/** A millisecond at least: no two steps of an order are at the same moment. */
function span(hours: number): number {
  return Math.max(1, Math.floor(hours * HOUR));
}
