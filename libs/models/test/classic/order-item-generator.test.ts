import { OptionError } from '../../src/option-error.js';
import { createOrderGenerator } from '../../src/classic/order-generator.js';
import { createOrderItemGenerator } from '../../src/classic/order-item-generator.js';
import { Random } from '../../src/chance/random.js';
import type { Gender } from '../../src/rows.js';
import { smallCatalogue } from '../small-catalogue.js';

const { products } = smallCatalogue;
const random = new Random('items');
const nextOrder = createOrderGenerator({ random });
const nextItem = createOrderItemGenerator({ products, random });
const orderOf = (gender: Gender) =>
  nextOrder({ id: '019b76da-a800-7000-8000-000000000000', gender }, new Date('2026-01-01'));

test.each([
  ['M', [1, 2, 3]],
  ['F', [11, 12, 13, 14]],
] as const)('who is %s buys products %j', (gender, ids) => {
  const order = orderOf(gender);
  const bought = new Set(Array.from({ length: 100 }, () => nextItem(order).item.product_id));
  expect([...bought].sort((one, other) => one - other)).toEqual(ids);
});

test('an item has the status and moments of its order and the price of its product', () => {
  for (let count = 0; count < 50; count += 1) {
    const order = orderOf('M');
    const { item, product, stock } = nextItem(order);
    const { order_id, user_id, status, created_at, shipped_at, delivered_at, returned_at } = order;
    expect(item).toMatchObject({
      order_id,
      user_id,
      status,
      created_at,
      shipped_at,
      delivered_at,
      returned_at,
    });
    expect(item).toMatchObject({ product_id: product.id, sale_price: product.retail_price });
    expect(item.inventory_item_id).toBe(stock[0].id);
  }
});

test.each(['Men', 'Women'])('a catalogue without products for %s is refused by name', (department) => {
  const others = products.filter((product) => product.department !== department);
  const open = () => createOrderItemGenerator({ products: others, random });
  expect(open).toThrow(OptionError);
  expect(open).toThrow(`none for ${department}`);
});
