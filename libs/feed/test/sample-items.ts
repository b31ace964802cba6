import fc from 'fast-check';
import type { FeedItem } from '@thelook/feed';

/** An item as the shop sells it, with whatever is given instead. */
export function sampleItem(given: Partial<FeedItem> = {}): FeedItem {
  return {
    user_id: '0193a1b2-0000-7000-8000-000000000001',
    age: 41,
    gender: 'F',
    country: 'Brasil',
    traffic_source: 'Search',
    order_id: '0193a1b2-0000-7000-8000-000000000002',
    item_id: '0193a1b2-0000-7000-8000-000000000003',
    category: 'Jeans',
    cost: 12.345,
    item_status: 'Shipped',
    sale_price: 39.99,
    created_at: 1_764_000_000_123,
    department: 'Women',
    product_id: 7,
    product_name: 'Slim Jeans, Indigo',
    product_brand: 'Amfleur',
    ...given,
  };
}

const amount = (decimals: number) =>
  fc.integer({ min: 0, max: 2_000 * 10 ** decimals }).map((units) => units / 10 ** decimals);

/** Items out of few ids, orders, countries and moments, so that they meet. */
export const anyItem: fc.Arbitrary<FeedItem> = fc
  .record({
    item_id: fc.integer({ min: 0, max: 60 }).map((id) => `item-${id}`),
    order_id: fc.integer({ min: 0, max: 9 }).map((id) => `order-${id}`),
    country: fc.constantFrom('Brasil', 'Spain', 'Japan'),
    traffic_source: fc.constantFrom('Search', 'Email'),
    category: fc.constantFrom('Jeans', 'Suits', 'Socks & Hosiery'),
    item_status: fc.constantFrom('Complete', 'Shipped'),
    sale_price: amount(2),
    cost: amount(4),
    created_at: fc.integer({ min: 1_764_000_000_000, max: 1_764_000_070_000 }),
    age: fc.integer({ min: 0, max: 100 }),
    department: fc.constantFrom('Men', 'Women'),
    product: fc.integer({ min: 0, max: 12 }),
  })
  .map(({ product, ...item }) =>
    sampleItem({
      ...item,
      product_id: product,
      product_name: product % 5 === 0 ? null : `Jeans No. ${product}`,
      product_brand: product % 3 === 0 ? null : `Brand ${product % 4}`,
    }),
  );
