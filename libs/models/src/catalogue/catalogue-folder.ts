import type { Catalogue } from './catalogue.js';
import { CatalogueError } from './catalogue-error.js';
import { readCsvFile, type CsvColumns } from './csv-file.js';
import type { CsvRecord } from './csv-record.js';
import type { Department, DistCenterRow, Place, ProductRow } from '../rows.js';

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
 * Reads the three files of a folder, as `loadCatalogue` does.
 *
 * @throws {CatalogueError} for a file that is missing or broken
 */
export function readCatalogueFolder(folder: string): Catalogue {
  const { join } = process.getBuiltinModule('node:path');
  const distCenters = readDistCenters(join(folder, 'distribution_centers.csv'));
  const places = readPlaces(join(folder, 'world_pop.csv'));
  return { products: readProducts(join(folder, 'products.csv'), distCenters), distCenters, places };
}

function readProducts(file: string, distCenters: readonly DistCenterRow[]): ProductRow[] {
  const records = readCsvFile(file, productColumns);
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

function readDistCenters(file: string): DistCenterRow[] {
  const records = readCsvFile(file, distCenterColumns);
  const newId = uniqueIds();
  return records.map((record) => ({
    id: newId(record),
    name: record.filledText('name'),
    ...readPosition(record),
  }));
}

function readPlaces(file: string): Place[] {
  const records = readCsvFile(file, placeColumns);
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
