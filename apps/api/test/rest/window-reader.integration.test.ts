import type { FeedItem } from '@thelook/feed';
import { createWindowReader } from '../../src/rest/window-reader.js';
import { WindowTooLargeError } from '../../src/window/errors.js';
import { openShop, type TestShop } from '../window/test-shop.js';
import { RestHost } from './rest-host.js';

let shop: TestShop;

beforeAll(async () => {
  shop = await openShop();
  const uuid = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
  await shop.admin.query(`
    insert into products values (7, 12.345, 'Jeans', null, null, 39.99, 'Women', 'SKU', 1);
    insert into users values ('${uuid(1)}', 'A', 'B', 'a@b.example', 41, 'F', 'S', 'Street', '1', 'C', 'Brasil', 1, 2,
      'Search', now());
    insert into order_items select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, '${uuid(2)}',
      '${uuid(1)}', 7, '${uuid(3)}', 'Shipped', now() - make_interval(mins => n), null, null, null, 39.99
      from generate_series(1, 9) n;
  `);
});

afterAll(() => shop.close());

test('serves the window of the database, with its clock', async () => {
  await using host = await RestHost.start(createWindowReader(shop.db));
  const before = Date.now();
  const response = await host.get('/api/v1/order-items');
  const { at, items } = (await response.json()) as { at: number; items: FeedItem[] };
  expect(Math.abs(at - before)).toBeLessThan(60_000);
  expect(items.map(({ item_id }) => item_id.slice(-2))).toEqual(['01', '02', '03', '04']);
  expect(items[0]).toEqual({
    user_id: '00000000-0000-7000-8000-000000000001',
    age: 41,
    gender: 'F',
    country: 'Brasil',
    traffic_source: 'Search',
    order_id: '00000000-0000-7000-8000-000000000002',
    item_id: '00000000-0000-7000-8000-000000000001',
    category: 'Jeans',
    cost: 12.345,
    item_status: 'Shipped',
    sale_price: 39.99,
    created_at: expect.any(Number),
    department: 'Women',
    product_id: 7,
    product_name: null,
    product_brand: null,
  });
});

test('refuses a window of more items than it may hold', async () => {
  const readWindow = createWindowReader(shop.db, 3);
  await expect(readWindow(60)).rejects.toThrow(WindowTooLargeError);
  await expect(readWindow(3.5)).resolves.toMatchObject({ items: { length: 3 } });
});
