/** `@thelook/models/catalogue`: the whole catalogue at once, for who cannot wait or has no files. */
import { readBundledCatalogue } from './catalogue/bundled-catalogue.js';
import type { Catalogue } from './catalogue/catalogue.js';

/**
 * The catalogue that comes with the package, the same rows that `loadCatalogue()` reads, without waiting and without a
 * file: bundlers carry it along (4.3 MB; 1.5 MB compressed). Treat it as a value: there is one for everybody.
 *
 * @example
 * ```ts
 * import { createShop } from '@thelook/models';
 * import { catalogue } from '@thelook/models/catalogue';
 *
 * catalogue.products.length; // => 29120
 * createShop({ catalogue, seed: 42 }).next().users.length; // => 1
 * ```
 */
export const catalogue: Catalogue = readBundledCatalogue();
