import type { Random } from '../chance/random.js';
import type { BasketItem } from './basket.js';
import type { LivingFigures } from './figures.js';
import { quantileDraw } from '../chance/quantile-draw.js';
import type { Returns } from './returns.js';
import { HOUR, isBeforeChristmas } from './rhythm.js';

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
  sendsMuch: boolean,
  random: Random,
) => Fate;

export function fateDraw(figures: LivingFigures, returns: Returns): FateDraw {
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

  return (basket, placedAt, sendsMuch, random) => {
    if (random.next() < figures.cancelled) {
      return { cancel: placedAt + span(drawCancel(random)), returned: [] };
    }
    const ship = placedAt + span(slowly(drawShip, placedAt, random));
    const hours = slowly(drawDeliver, placedAt, random);
    const deliver = ship + span(hours);
    const late = hours >= figures.lateAfterHours;
    const returned: number[] = [];
    basket.forEach(({ product: { category }, onSale }, place) => {
      if (random.next() < returns.likelihood({ category, onSale, late }, sendsMuch)) returned.push(place);
    });
    const back = deliver + span(drawReturn(random));
    return { ship, deliver, returned, ...(returned.length > 0 && { return: back }) };
  };
}

/** A millisecond at least: no two steps of an order are at the same moment. */
function span(hours: number): number {
  return Math.max(1, Math.floor(hours * HOUR));
}
