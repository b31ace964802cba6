import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The CSV files that come with this package: beside the code once it is built, at the workspace root before. */
export function bundledCatalogueFolder(): string {
  const packaged = fileURLToPath(new URL('../data/', import.meta.url));
  return existsSync(packaged) ? packaged : fileURLToPath(new URL('../../../../data/', import.meta.url));
}
