import { randomUUID } from 'node:crypto';
import type {
  DistCenterRow,
  EventRow,
  InventoryItemRow,
  OrderItemRow,
  OrderRow,
  ProductRow,
  UserRow,
} from '@thelook/models';

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
    updated_at: new Date('2026-02-28T12:34:56.789Z'),
    ...change,
  };
}

export function sampleOrder(change: Partial<OrderRow> = {}): OrderRow {
  return {
    order_id: randomUUID(),
    user_id: randomUUID(),
    status: 'Returned',
    gender: 'F',
    created_at: new Date('2026-01-01T00:00:00.001Z'),
    returned_at: new Date('2026-01-04T00:00:00.004Z'),
    shipped_at: new Date('2026-01-02T00:00:00.002Z'),
    delivered_at: new Date('2026-01-03T00:00:00.003Z'),
    num_of_item: 2,
    cancelled_at: new Date('2026-01-05T00:00:00.005Z'),
    updated_at: new Date('2026-01-06T00:00:00.006Z'),
    ...change,
  };
}

export function sampleInventoryItem(change: Partial<InventoryItemRow> = {}): InventoryItemRow {
  return {
    id: randomUUID(),
    product_id: 7,
    created_at: new Date('2026-01-01T00:00:00.001Z'),
    sold_at: new Date('2026-01-02T00:00:00.002Z'),
    cost: 7.2513,
    product_category: 'Jeans',
    product_name: 'Straight cut',
    product_brand: 'Analytical',
    product_retail_price: 19.99,
    product_department: 'Women',
    product_sku: 'EB8B1D4A',
    product_distribution_center_id: 3,
    ...change,
  };
}

export function sampleEvent(change: Partial<EventRow> = {}): EventRow {
  return {
    id: randomUUID(),
    user_id: randomUUID(),
    sequence_number: 5,
    session_id: randomUUID(),
    created_at: new Date('2026-01-01T00:00:00.001Z'),
    ip_address: '93.184.216.34',
    city: 'London',
    state: 'England',
    postal_code: 'SW1Y',
    browser: 'Firefox',
    traffic_source: 'Email',
    uri: '/product/7',
    event_type: 'product',
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
    cancelled_at: null,
    updated_at: null,
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
