import { seedDatabase } from '@thelook/db';
import { summarize } from '@thelook/feed';
import { aUser, createShop, loadCatalogue } from '@thelook/models';
import { catalogue } from '@thelook/models/catalogue';
import { expect, test } from 'vitest';

test('what is imported works', async () => {
  expect(aUser({ country: 'Japan' }).country).toBe('Japan');
  expect(await loadCatalogue()).toEqual(catalogue);
  expect(createShop({ catalogue, seed: 1 }).next().users).toHaveLength(1);
  expect(summarize([], { at: 0, lookbackMinutes: 5 }).items).toBe(0);
  expect(typeof seedDatabase).toBe('function');
});
