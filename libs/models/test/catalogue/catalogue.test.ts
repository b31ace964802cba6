import { loadCatalogue, type Catalogue } from '../../src/catalogue/catalogue.js';
import { linesOf, sound, withCatalogueFolder, withProduct, type CatalogueFile } from './catalogue-folder.js';

const load = (file: CatalogueFile, content: string | Uint8Array | null): Promise<Catalogue> =>
  withCatalogueFolder({ [file]: content }, loadCatalogue);
const loadProducts = async (content: string) => (await load('products.csv', content)).products;
const expected = await withCatalogueFolder({}, loadCatalogue);

const [productHeader = ''] = linesOf('products.csv');

describe('the bundled catalogue', () => {
  let catalogue: Catalogue;
  beforeAll(async () => {
    catalogue = await loadCatalogue();
  });

  test('is a whole shop', () => {
    expect(catalogue.products.length).toBeGreaterThan(10_000);
    expect(catalogue.distCenters).toHaveLength(10);
    expect(catalogue.places.length).toBeGreaterThan(10_000);
  });

  test('keeps zeros in front of postal codes', () => {
    expect(catalogue.places.some(({ postal_code }) => postal_code.startsWith('0'))).toBe(true);
  });
});

describe('what loads', () => {
  test('every column, by its name', () => {
    expect(expected).toEqual({
      products: [
        {
          id: 1,
          cost: 12.5,
          category: 'Jeans',
          name: "Men's Jeans, Slim",
          brand: 'North Pier',
          retail_price: 25,
          department: 'Men',
          sku: 'AAA1',
          distribution_center_id: 1,
        },
        {
          id: 2,
          cost: 30.835,
          category: 'Dresses',
          name: 'Wrap Dress',
          brand: 'Évelle',
          retail_price: 77,
          department: 'Women',
          sku: 'AAA2',
          distribution_center_id: 2,
        },
      ],
      distCenters: [
        { id: 1, name: 'Memphis TN', latitude: 35.117, longitude: -89.971 },
        { id: 2, name: 'Chicago IL', latitude: 41.837, longitude: -87.685 },
      ],
      places: [
        {
          city: 'Dresden',
          state: 'Sachsen',
          country: 'Germany',
          postal_code: '01067',
          latitude: 51.05,
          longitude: 13.74,
          population: 556_000,
        },
        {
          city: 'São Paulo',
          state: 'São Paulo',
          country: 'Brasil',
          postal_code: '01310-100',
          latitude: -23.56,
          longitude: -46.66,
          population: 900_000,
        },
      ],
    });
  });

  test('columns in any order, spare ones ignored', async () => {
    const content = [
      'population,spare,longitude,latitude,postal_code,country,state,city',
      '556000,x,13.74,51.05,01067,Germany,Sachsen,Dresden',
      '900000,,-46.66,-23.56,01310-100,Brasil,São Paulo,São Paulo',
    ].join('\n');
    expect((await load('world_pop.csv', content)).places).toEqual(expected.places);
  });

  test.each([
    ['in capitals', (header: string) => header.toUpperCase()],
    ['with spaces', (header: string) => header.replaceAll('_', ' ')],
    [
      'in camel case',
      (header: string) => header.replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase()),
    ],
    ['padded', (header: string) => header.replaceAll(',', ' , ')],
    ['in quotes', (header: string) => `"${header.replaceAll(',', '","')}"`],
    [
      'with a prefix',
      (header: string) => header.replace('name', 'product_name').replace('sku', 'product_sku'),
    ],
  ])('a header %s', async (_case, spell) => {
    expect(await loadProducts(sound['products.csv'].replace(productHeader, spell(productHeader)))).toEqual(
      expected.products,
    );
  });

  test.each([
    ['a byte order mark', (content: string) => `\uFEFF${content}`],
    ['CRLF', (content: string) => content.replaceAll('\n', '\r\n')],
    ['CR', (content: string) => content.replaceAll('\n', '\r')],
    ['mixed line endings', (content: string) => content.replace('\n', '\r\n')],
    ['no line ending after the last record', (content: string) => content.trimEnd()],
    ['blank lines', (content: string) => `\n${content.replaceAll('\n', '\n\n')}\n\n`],
    ['lines of nothing but commas', (content: string) => `${content},,,,,,,,\n`],
  ])('%s', async (_case, rewrite) => {
    for (const file of Object.keys(sound) as CatalogueFile[]) {
      if (_case.endsWith('commas') && file !== 'products.csv') continue;
      expect(await load(file, rewrite(sound[file]))).toEqual(expected);
    }
  });

  test.each(['', '""', '  '])('a name and a brand of %j as null', async (nothing) => {
    const products = await loadProducts(withProduct(`3,1,Jeans,${nothing},${nothing},2,Men,AAA3,1`));
    expect(products[2]).toMatchObject({ id: 3, name: null, brand: null });
  });

  test('texts as they are: doubled quotes, commas, line breaks and spaces', async () => {
    const products = await loadProducts(
      withProduct('3,1,Jeans,"12"" cuff, long\r\nleg"," Née ",2,Men,AAA3,1'),
    );
    expect(products[2]).toMatchObject({ name: '12" cuff, long\r\nleg', brand: ' Née ' });
  });

  test.each([
    ['25', 25],
    ['25.0', 25],
    ['27.309999999999999', 27.31],
    ['13.92499997', 13.92499997],
    [' 7.5 ', 7.5],
    ['.5', 0.5],
    ['0', 0],
    ['1.5e1', 15],
  ])('a price of %j', async (text, price) => {
    expect((await loadProducts(withProduct(`3,1,Jeans,x,y,${text},Men,AAA3,1`)))[2]!.retail_price).toBe(
      price,
    );
  });

  test('ids and populations that are spelt as decimals', async () => {
    expect((await loadProducts(withProduct('3.0,1,Jeans,x,y,2,Men,AAA3,2.0')))[2]).toMatchObject({
      id: 3,
      distribution_center_id: 2,
    });
    const content = sound['world_pop.csv'].replace('556000', '556000.0');
    expect((await load('world_pop.csv', content)).places).toEqual(expected.places);
  });

  test('a department in any letter case', async () => {
    expect((await loadProducts(withProduct('3,1,Jeans,x,y,2, WOMEN,AAA3,1')))[2]!.department).toBe('Women');
  });

  test('a place where nobody lives, beside others', async () => {
    const content = sound['world_pop.csv'].replace('556000', '0');
    expect((await load('world_pop.csv', content)).places[0]!.population).toBe(0);
  });
});
