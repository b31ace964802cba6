import { createShop, loadCatalogue, type Shopper } from '@thelook/models';
import { ShopperEncoder } from '../src/shopper-encoder.js';

const rowsOf = (encoder: ShopperEncoder) => encoder.take().map(({ table, rows }) => [table, rows]);

test('takes all rows of the shoppers added, in the order of writing, and begins anew', async () => {
  const shop = createShop({ catalogue: await loadCatalogue(), seed: 1 });
  const shoppers = [shop.next(), shop.next()];
  const encoder = new ShopperEncoder();
  for (const shopper of shoppers) encoder.add(shopper);
  const count = (table: keyof Shopper) => shoppers.reduce((sum, shopper) => sum + shopper[table].length, 0);
  const tables = ['users', 'inventory_items', 'orders', 'order_items', 'events'] as const;
  expect(rowsOf(encoder)).toEqual(tables.map((table) => [table, count(table)]));
  expect(rowsOf(encoder)).toEqual(tables.map((table) => [table, 0]));
});

test('keeps nothing of a shopper with a row that does not fit', async () => {
  const shop = createShop({ catalogue: await loadCatalogue(), seed: 1 });
  const shopper = shop.next();
  const encoder = new ShopperEncoder();
  const broken = { ...shopper, events: shopper.events.map((event) => ({ ...event, city: 'a\0b' })) };
  expect(() => encoder.add(broken)).toThrow(/column city/);
  encoder.add(shopper);
  expect(rowsOf(encoder)[0]).toEqual(['users', 1]);
});
