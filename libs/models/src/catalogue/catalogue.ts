import { join } from 'node:path';
import { bundledCatalogueFolder } from './bundled-catalogue.js';
import { CatalogueError } from './catalogue-error.js';
import { readCsvFile, type CsvColumns } from './csv-file.js';
import type { CsvRecord } from './csv-record.js';
import type { Department, DistCenterRow, Place, ProductRow } from '../rows.js';

/** All that a shop is stocked with. */
export interface Catalogue {
  products: ProductRow[];
  distCenters: DistCenterRow[];
  /** Where users live. */
  places: Place[];
}

/** Dear enough for any currency, and small enough for sums over millions of items to keep their cents. */
const HIGHEST_PRICE = 1_000_000_000;

const latitude = ['lat'];
const longitude = ['lng', 'lon', 'long'];

const productColumns = {
  id: ['product_id'],
  cost: ['product_cost'],
  category: ['product_category'],
  name: ['product_name'],
  brand: ['product_brand'],
  retail_price: ['product_retail_price'],
  department: ['product_department'],
  sku: ['product_sku'],
  distribution_center_id: ['product_distribution_center_id'],
} satisfies CsvColumns<keyof ProductRow>;

const distCenterColumns = {
  id: ['distribution_center_id'],
  name: ['distribution_center_name'],
  latitude,
  longitude,
} satisfies CsvColumns<keyof DistCenterRow>;

const placeColumns = {
  city: [],
  state: [],
  country: [],
  postal_code: ['postcode', 'zip', 'zip_code'],
  latitude,
  longitude,
  population: [],
} satisfies CsvColumns<keyof Place>;

/**
 * Reads `products.csv`, `distribution_centers.csv` and `world_pop.csv` of a folder; by default those that come with
 * this package. Copies of the public theLook data set load as they are: columns in any order, spare ones, missing
 * names and brands (null), any line endings. Prices keep every digit.
 *
 * @param folder path of the folder
 * @throws {CatalogueError} for a file that is missing or broken, and for data that no shop can be run with: prices
 * that are negative, past a billion or not numbers, populations that are negative or not numbers, products without a
 * category, places without a country, ids that are there twice, unknown departments and distribution
 * centers, a department without products, places without inhabitants
 * @example
 * ```ts
 * import { loadCatalogue } from '@thelook/models';
 *
 * const { products, distCenters, places } = await loadCatalogue();
 * products.every((product) => product.retail_price > 0); // => true
 * distCenters[0].name; // => 'Memphis TN'
 * places.some(({ city }) => city === 'Shanghai'); // => true
 * ```
 */
export async function loadCatalogue(folder: string = bundledCatalogueFolder()): Promise<Catalogue> {
  const [distCenters, places] = await Promise.all([
    readDistCenters(join(folder, 'distribution_centers.csv')),
    readPlaces(join(folder, 'world_pop.csv')),
  ]);
  const products = await readProducts(join(folder, 'products.csv'), distCenters);
  return { products, distCenters, places };
}

async function readProducts(file: string, distCenters: readonly DistCenterRow[]): Promise<ProductRow[]> {
  const records = await readCsvFile(file, productColumns);
  const centerIds = new Set(distCenters.map(({ id }) => id));
  const newId = uniqueIds();
  const products = records.map((record): ProductRow => {
    const centerId = record.wholeNumber('distribution_center_id');
    if (!centerIds.has(centerId)) {
      const known = [...centerIds].slice(0, 20).join(', ');
      throw record.fault(
        'distribution_center_id',
        'is no distribution center',
        `one of distribution_centers.csv (${known})`,
      );
    }
    return {
      id: newId(record),
      cost: record.number('cost', 0, HIGHEST_PRICE),
      category: record.filledText('category'),
      name: record.textOrNull('name'),
      brand: record.textOrNull('brand'),
      retail_price: record.number('retail_price', 0, HIGHEST_PRICE),
      department: readDepartment(record),
      sku: record.text('sku'),
      distribution_center_id: centerId,
    };
  });
  for (const department of departments) {
    if (products.some((product) => product.department === department)) continue;
    throw new CatalogueError({
      file,
      column: 'department',
      problem: `there is no product of the department ${department}`,
      allowed: 'one product or more for each of Men, Women',
    });
  }
  return products;
}

const departments: readonly Department[] = ['Men', 'Women'];

function readDepartment(record: CsvRecord<'department'>): Department {
  const text = record.text('department').trim().toLowerCase();
  const department = departments.find((known) => known.toLowerCase() === text);
  if (!department) throw record.fault('department', 'is no department', departments.join(', '));
  return department;
}

async function readDistCenters(file: string): Promise<DistCenterRow[]> {
  const records = await readCsvFile(file, distCenterColumns);
  const newId = uniqueIds();
  return records.map((record) => ({
    id: newId(record),
    name: record.filledText('name'),
    ...readPosition(record),
  }));
}

async function readPlaces(file: string): Promise<Place[]> {
  const records = await readCsvFile(file, placeColumns);
  const places = records.map((record): Place => ({
    city: record.text('city'),
    state: record.text('state'),
    country: record.filledText('country'),
    postal_code: record.text('postal_code'),
    ...readPosition(record),
    population: record.number('population', 0),
  }));
  if (!places.some(({ population }) => population > 0)) {
    throw new CatalogueError({
      file,
      column: 'population',
      problem: 'nobody lives anywhere',
      allowed: 'a total above 0',
    });
  }
  return places;
}

function readPosition(record: CsvRecord<'latitude' | 'longitude'>): { latitude: number; longitude: number } {
  return { latitude: record.number('latitude', -90, 90), longitude: record.number('longitude', -180, 180) };
}

/** Reads the ids of one file and refuses one that was there before. */
function uniqueIds(): (record: CsvRecord<'id'>) => number {
  const seen = new Set<number>();
  return (record) => {
    const id = record.wholeNumber('id');
    if (seen.has(id)) throw record.fault('id', 'was there before', 'an id that no other record has');
    seen.add(id);
    return id;
  };
}
