import { shopStatuses } from '@thelook/feed';
import fc from 'fast-check';
import { OrderCounts } from '../../src/feed/order-counts.js';

test('whatever has come and gone, orders are counted by the statuses that their items have', () => {
  const anyItem = fc.record({
    order: fc.integer({ min: 1, max: 4 }),
    status: fc.integer({ min: -1, max: 4 }),
    // More items than four bytes have room for.
    count: fc.constantFrom(1, 2, 30, 31, 32, 130),
  });
  fc.assert(
    fc.property(fc.array(anyItem, { maxLength: 12 }), fc.array(fc.nat(), { maxLength: 12 }), (came, gone) => {
      const counts = new OrderCounts();
      const items = came.flatMap(({ order, status, count }) =>
        Array.from({ length: count }, () => ({ order, status })),
      );
      let orders = 0;
      for (const { order, status } of items) orders += counts.count(order, status, 1);
      for (const position of gone) {
        const [item] = items.splice(items.length === 0 ? 0 : position % items.length, 1);
        if (item) orders += counts.count(item.order, item.status, -1);
      }
      const distinct = (some: typeof items) => new Set(some.map(({ order }) => order)).size;
      expect([counts.size, orders]).toEqual([distinct(items), distinct(items)]);
      expect(counts.byStatus()).toEqual(
        shopStatuses.map((key, status) => ({
          key,
          orders: distinct(items.filter((item) => item.status === status)),
        })),
      );
    }),
  );
});
