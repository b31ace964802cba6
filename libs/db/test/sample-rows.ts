import { randomUUID } from 'node:crypto';
import type { DistCenterRow, OrderItemRow, ProductRow, UserRow } from '@thelook/models';

export function sampleUser(change: Partial<UserRow> = {}): UserRow {
  return {
    id: randomUUID(),
    first_name: 'Ada',
    last_name: 'Byron',
    email: 'ada@example.com',
    age: 36,
    gender: 'F',
    state: 'England',
    street_address: '12 St James Square',
    postal_code: 'SW1Y',
    city: 'London',
    country: 'United Kingdom',
    latitude: 51.5074,
    longitude: -0.1278,
    traffic_source: 'Search',
    created_at: new Date('2026-01-31T12:34:56.789Z'),
    ...change,
  };
}

export function sampleOrderItem(change: Partial<OrderItemRow> = {}): OrderItemRow {
  return {
    id: randomUUID(),
    order_id: randomUUID(),
    user_id: randomUUID(),
    product_id: 1,
    inventory_item_id: randomUUID(),
    status: 'Processing',
    created_at: new Date(),
    shipped_at: null,
    delivered_at: null,
    returned_at: null,
    sale_price: 19.99,
    ...change,
  };
}

export function sampleProduct(change: Partial<ProductRow> = {}): ProductRow {
  return {
    id: 1,
    cost: 7.25,
    category: 'Jeans',
    name: 'Straight cut',
    brand: 'Analytical',
    retail_price: 19.99,
    department: 'Women',
    sku: 'EB8B1D4A',
    distribution_center_id: 1,
    ...change,
  };
}

export function sampleDistCenter(change: Partial<DistCenterRow> = {}): DistCenterRow {
  return { id: 1, name: 'Memphis TN', latitude: 35.1174, longitude: -89.9711, ...change };
}
