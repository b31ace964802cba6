import { createInventoryItemGenerator } from '../../src/classic/inventory-item-generator.js';
import { Random } from '../../src/chance/random.js';
import { smallCatalogue } from '../small-catalogue.js';

const soldAt = new Date('2026-01-01');
const nextStock = createInventoryItemGenerator({ random: new Random('stock') });

test('the first piece is sold, one to three more are not', () => {
  for (let count = 0; count < 100; count += 1) {
    const [sold, ...unsold] = nextStock(smallCatalogue.products[0]!, soldAt);
    expect(sold.sold_at).toEqual(soldAt);
    expect(unsold.length).toBeGreaterThanOrEqual(1);
    expect(unsold.length).toBeLessThanOrEqual(3);
    expect(unsold.every(({ sold_at }) => sold_at === null)).toBe(true);
  }
});

test('each piece carries the product, without a name and brand where it has none', () => {
  for (const piece of nextStock(smallCatalogue.products[2]!, soldAt)) {
    expect(piece).toMatchObject({
      product_id: 3,
      cost: 12.5,
      product_category: 'Tops & Tees',
      product_name: null,
      product_brand: null,
      product_retail_price: 25,
      product_department: 'Men',
      product_sku: 'SKU3',
      product_distribution_center_id: 1,
    });
  }
});
