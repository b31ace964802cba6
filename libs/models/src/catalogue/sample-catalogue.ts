import type { Department, DistCenterRow, Place, ProductRow } from '../rows.js';
import type { Catalogue } from './catalogue.js';
import { distCenterLines } from './sample/dist-centers.js';
import { placeLines } from './sample/places.js';
import { productLines } from './sample/products.js';

/**
 * A small catalogue for tests, part of the one that `loadCatalogue` reads: six products of each category and department,
 * the largest place of each state of each country, all distribution centers. It needs no file and no waiting. Treat it
 * as a value: there is one for everybody.
 *
 * @example
 * ```ts
 * import { createShop, sampleCatalogue } from '@thelook/models';
 *
 * sampleCatalogue.products.length; // => 216
 * sampleCatalogue.places.some(({ city }) => city === 'Shanghai'); // => true
 * createShop({ catalogue: sampleCatalogue, seed: 42 }).next().users.length; // => 1
 * ```
 */
export const sampleCatalogue: Catalogue = {
  products: productLines.map(readProduct),
  distCenters: distCenterLines.map(readDistCenter),
  places: placeLines.map(readPlace),
};

function readProduct(line: string): ProductRow {
  const [id, cost, category, name, brand, retail_price, department, sku, center] = line.split('|');
  return {
    id: Number(id),
    cost: Number(cost),
    category: category!,
    name: name!,
    brand: brand!,
    retail_price: Number(retail_price),
    department: department as Department,
    sku: sku!,
    distribution_center_id: Number(center),
  };
}

function readDistCenter(line: string): DistCenterRow {
  const [id, name, latitude, longitude] = line.split('|');
  return { id: Number(id), name: name!, latitude: Number(latitude), longitude: Number(longitude) };
}

function readPlace(line: string): Place {
  const [city, state, country, postal_code, latitude, longitude, population] = line.split('|');
  return {
    city: city!,
    state: state!,
    country: country!,
    postal_code: postal_code!,
    latitude: Number(latitude),
    longitude: Number(longitude),
    population: Number(population),
  };
}
