import type { Random } from '../chance/random.js';
import { weightedDraw } from '../chance/weighted-draw.js';
import type { LivingFigures } from './figures.js';
import type { Offer, Popularity, Shopping } from './popularity.js';
import { quantileDraw } from '../chance/quantile-draw.js';
import { isSaleDay } from './rhythm.js';

/** An offer in a basket. */
export interface BasketItem extends Offer {
  /** US dollars. */
  price: number;
  onSale: boolean;
}

export type BasketDraw = (shopping: Shopping, random: Random) => BasketItem[];

/** Draws what somebody puts into the basket, each product once: something, and what goes with it or something else. */
export function basketDraw(figures: LivingFigures, popularity: Popularity): BasketDraw {
  const drawCount = weightedDraw(figures.itemsPerOrder);
  const drawDiscount = quantileDraw(figures.discount);

  const drawNext = (basket: readonly BasketItem[], shopping: Shopping, random: Random): Offer => {
    const [first] = basket;
    if (first && random.next() < figures.companions) {
      const companions = popularity.companions(first.product).filter((offer) => !holds(basket, offer));
      if (companions.length > 0) return random.pick(companions);
    }
    return popularity.draw(shopping, random);
  };

  return (shopping, random) => {
    const onSaleShare = isSaleDay(shopping.moment) ? figures.onSaleOnSaleDays : figures.onSale;
    const basket: BasketItem[] = [];
    for (let left = drawCount(random); left > 0; left -= 1) {
      const offer = drawNext(basket, shopping, random);
      const onSale = random.next() < onSaleShare;
      const discount = drawDiscount(random);
      if (holds(basket, offer)) continue;
      const { retail_price } = offer.product;
      const price = onSale ? reduced(retail_price, discount) : retail_price;
      basket.push({ ...offer, price, onSale: price < retail_price });
    }
    return basket;
  };
}

function holds(basket: readonly BasketItem[], { product }: Offer): boolean {
  return basket.some((item) => item.product === product);
}

/** A price with something taken off, in whole cents. */
function reduced(price: number, discount: number): number {
  return Math.round(price * 100 * (1 - discount)) / 100;
}
