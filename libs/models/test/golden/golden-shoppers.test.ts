import { readFile } from 'node:fs/promises';
import { goldenFile, goldenShoppers } from './golden-shoppers.js';

test('seed 42 gives the rows that it always gave', async () => {
  const golden: unknown = JSON.parse(await readFile(goldenFile, 'utf8'));
  expect(JSON.parse(JSON.stringify(goldenShoppers()))).toEqual(golden);
});
