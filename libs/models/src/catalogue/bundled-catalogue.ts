import { fileURLToPath } from 'node:url';
import type { Catalogue } from './catalogue.js';
import { readCatalogueFolder } from './catalogue-folder.js';

/**
 * The catalogue that comes with this package, read anew. Here it is the workspace's data/; in the package its build puts
 * a module in the place of this one that unpacks the same rows from `catalogue-data.cjs`, without any file.
 */
export function readBundledCatalogue(): Catalogue {
  return readCatalogueFolder(fileURLToPath(new URL('../../../../data/', import.meta.url)));
}
