import type { Random } from '../chance/random.js';
import type { Gender } from '../rows.js';
import { weightedDraw } from '../chance/weighted-draw.js';
import type { LivingFigures } from './figures.js';
import type { Offer, Popularity } from './popularity.js';
import { quantileDraw } from '../chance/quantile-draw.js';
import { isSaleDay } from './rhythm.js';

/** An offer in a basket. */
export interface BasketItem extends Offer {
  /** US dollars. */
  price: number;
  onSale: boolean;
}

export type BasketDraw = (gender: Gender, moment: number, random: Random) => BasketItem[];

/** Draws what somebody puts into the basket at a moment of shop time, each product once. */
export function basketDraw(figures: LivingFigures, popularity: Popularity): BasketDraw {
  const drawCount = weightedDraw(figures.itemsPerOrder);
  const drawDiscount = quantileDraw(figures.discount);
  return (gender, moment, random) => {
    const onSaleShare = isSaleDay(moment) ? figures.onSaleOnSaleDays : figures.onSale;
    const basket: BasketItem[] = [];
    for (let left = drawCount(random); left > 0; left -= 1) {
      const offer = popularity.draw(gender, random);
      const { product } = offer;
      const onSale = random.next() < onSaleShare;
      const discount = drawDiscount(random);
      if (basket.some((item) => item.product === product)) continue;
      const price = onSale ? reduced(product.retail_price, discount) : product.retail_price;
      basket.push({ ...offer, price, onSale: price < product.retail_price });
    }
    return basket;
  };
}

/** A price with something taken off, in whole cents. */
function reduced(price: number, discount: number): number {
  return Math.round(price * 100 * (1 - discount)) / 100;
}
