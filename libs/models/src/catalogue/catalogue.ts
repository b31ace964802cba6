import type { DistCenterRow, Place, ProductRow } from '../rows.js';

/** All that a shop is stocked with. */
export interface Catalogue {
  products: ProductRow[];
  distCenters: DistCenterRow[];
  /** Where users live. */
  places: Place[];
}

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
export async function loadCatalogue(folder?: string): Promise<Catalogue> {
  // Each way is loaded when it is taken: a bundle carries the data only where they are asked for, and a browser no files.
  if (folder === undefined) return (await import('./bundled-catalogue.js')).readBundledCatalogue();
  return (await import('./catalogue-folder.js')).readCatalogueFolder(folder);
}
