import { readConnectionConfig, type Database } from '@thelook/db';
import { acquireServer } from '@thelook/embedded-postgres';
import { summarize } from '@thelook/feed';
import { anOrder, createShop, sampleCatalogue, type UserRow } from '@thelook/models';
import { catalogue } from '@thelook/models/catalogue';

test('what is imported works, and has types', () => {
  const shop = createShop({ catalogue: sampleCatalogue, seed: 1 });
  const user: UserRow = shop.next().users[0];
  const column: keyof Database['users'] = 'email';
  expect(user[column]).toContain('@example.');
  expect(anOrder({ status: 'Returned', items: 3 }).items).toHaveLength(3);
  expect(catalogue.products.length).toBeGreaterThan(20_000);
  expect(summarize([], { at: 0, lookbackMinutes: 5 }).items).toBe(0);
  expect(readConnectionConfig({})).toBeUndefined();
  expect(typeof acquireServer).toBe('function');
});
