import { catalogue } from '../../src/catalogue-entry.js';
import { packCatalogue, unpackCatalogue } from '../../src/catalogue/packed-catalogue.js';
import { loadCatalogue, sampleCatalogue } from '../../src/index.js';
import { smallCatalogue } from '../small-catalogue.js';

test.each([
  ['the whole one', catalogue],
  ['the small one', sampleCatalogue],
  ['one with nulls', smallCatalogue],
])('%s is the same after it was packed as JSON', (_name, packed) => {
  expect(unpackCatalogue(JSON.parse(JSON.stringify(packCatalogue(packed))))).toEqual(packed);
});

test('what is at hand is what is loaded', async () => {
  await expect(loadCatalogue()).resolves.toEqual(catalogue);
});

test('the small catalogue is part of the whole one, with all there are kinds of', () => {
  const { products, distCenters, places } = sampleCatalogue;
  const byId = new Map(catalogue.products.map((product) => [product.id, product]));
  for (const product of products) expect(product).toEqual(byId.get(product.id));
  expect(catalogue.places).toEqual(expect.arrayContaining(places));
  expect(distCenters).toEqual(catalogue.distCenters);
  const kinds = (rows: { department: string; category: string }[]) =>
    new Set(rows.map(({ department, category }) => `${department}/${category}`));
  expect(kinds(products)).toEqual(kinds(catalogue.products));
  const states = (rows: { country: string; state: string }[]) =>
    new Set(rows.map(({ country, state }) => `${country}/${state}`));
  expect(states(places)).toEqual(states(catalogue.places));
});
