import { createOrderGenerator } from '../../src/classic/order-generator.js';
import { Random } from '../../src/chance/random.js';

const user = { id: '019b76da-a800-7000-8000-000000000000', gender: 'F' } as const;
const placedAt = new Date('2026-01-01T10:00:00Z');
const nextOrder = createOrderGenerator({ random: new Random('orders'), clock: () => placedAt });
const orders = Array.from({ length: 300 }, () => nextOrder(user, placedAt));

test('an order is that of its user, placed at the given moment', () => {
  for (const order of orders) {
    expect(order).toMatchObject({ user_id: user.id, gender: 'F', created_at: placedAt });
  }
});

test.each([
  ['Processing', false, false, false],
  ['Cancelled', false, false, false],
  ['Shipped', true, false, false],
  ['Complete', true, true, false],
  ['Returned', true, true, true],
] as const)('an order that is %s was shipped: %s, delivered: %s, returned: %s', (status, ...reached) => {
  const found = orders.filter((order) => order.status === status);
  expect(found.length).toBeGreaterThan(0);
  for (const { shipped_at, delivered_at, returned_at } of found) {
    expect([shipped_at, delivered_at, returned_at].map((moment) => moment !== null)).toEqual(reached);
  }
});
