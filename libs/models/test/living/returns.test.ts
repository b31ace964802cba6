import { loadCatalogue } from '../../src/catalogue/catalogue.js';
import { livingFigures } from '../../src/living/figures.js';
import { Returns } from '../../src/living/returns.js';
import { createLives } from '../../src/lives.js';
import { reveal } from '../../src/reveal.js';
import { foresight, type DeliveredItem } from './foreseen-returns.js';
import { plainWorld } from './histories.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const catalogue = await loadCatalogue();
const products = new Map(catalogue.products.map((product) => [product.id, product]));

describe('the likelihood of a return', () => {
  const returns = new Returns(livingFigures);
  const { share, factor, others } = livingFigures.sendsBack;
  const all = (delivered: Parameters<Returns['likelihood']>[0]): number =>
    share * returns.likelihood(delivered, true) + (1 - share) * returns.likelihood(delivered, false);
  const usual = { category: 'Sweaters', onSale: false, late: false };

  test('is that of the category, sales and late parcels included', () => {
    const late = 0.2;
    for (const [category, figure] of Object.entries({ Dresses: 0.31, Jeans: 0.29, Socks: 0.13 })) {
      const mixed = [true, false].flatMap((onSale) =>
        [true, false].map((isLate) => {
          const weight = (onSale ? 0.05 : 0.95) * (isLate ? late : 1 - late);
          return weight * all({ category, onSale, late: isLate });
        }),
      );
      expect(mixed.reduce((sum, part) => sum + part, 0)).toBeCloseTo(figure, 3);
    }
  });

  test('rises with a discount and a late delivery by their factors, for everybody together', () => {
    expect(all({ ...usual, onSale: true }) / all(usual)).toBeCloseTo(1.35, 6);
    expect(all({ ...usual, late: true }) / all(usual)).toBeCloseTo(livingFigures.returnedLate, 6);
  });

  test('is much higher for those who send much back, and never certain', () => {
    const much = returns.likelihood({ ...usual, category: 'Socks' }, true);
    expect(much / returns.likelihood({ ...usual, category: 'Socks' }, false)).toBeCloseTo(factor / others, 6);
    const most = returns.likelihood({ category: 'Dresses', onSale: true, late: true }, true);
    expect(most).toBeLessThan(1);
    expect(most).toBeGreaterThan(0.9);
  });
});

/** Delivered items of every other person; items of one order are not earlier ones. */
function itemsOf(people: number, parity: number): DeliveredItem[] {
  const lives = createLives({ catalogue, seed: 'returns', conversion: 0.3 });
  const [since, until] = [Date.UTC(2021, 0, 1), Date.UTC(2026, 0, 1)];
  const signUps = lives.signUps(since, until);
  const items: DeliveredItem[] = [];
  for (let number = parity; number < people; number += 2) {
    const { rows } = reveal(lives, lives.begin(number, signUps.at(number)), until, plainWorld);
    const inOrder = rows.orders.toSorted((one, other) => +one.created_at - +other.created_at);
    let [earlier, earlierReturned] = [0, 0];
    for (const { order_id } of inOrder) {
      const delivered = rows.order_items.filter(
        (item) => item.order_id === order_id && item.delivered_at && +item.delivered_at < until - 30 * DAY,
      );
      for (const { product_id, sale_price, shipped_at, delivered_at, returned_at } of delivered) {
        const { category, retail_price } = products.get(product_id)!;
        const late = +delivered_at! - +shipped_at! >= livingFigures.lateAfterHours * HOUR;
        const onSale = sale_price < retail_price;
        items.push({ returned: returned_at !== null, category, onSale, late, earlier, earlierReturned });
      }
      earlier += delivered.length;
      earlierReturned += delivered.filter(({ returned_at }) => returned_at).length;
    }
  }
  return items;
}

test('a logistic regression on one half of the people tells which items of the others come back', () => {
  expect(foresight(itemsOf(8_000, 0), itemsOf(8_000, 1))).toBeGreaterThanOrEqual(0.62);
});
