import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadCatalogue } from '@thelook/models';

/** Takes the place of the module that reads data/, under the same types. */
const MODULE = `import data from '../catalogue-data.cjs';
import { unpackCatalogue } from './packed-catalogue.js';

export function readBundledCatalogue() {
  return unpackCatalogue(JSON.parse(data));
}
`;

/**
 * Puts the catalogue into a built @thelook/models: once, as a module with a text of JSON, which both kinds of module and
 * every bundler can load.
 *
 * @param dist what the compiler has written.
 */
export async function packBundledCatalogue(dist: string): Promise<void> {
  const module = pathToFileURL(resolve(dist, 'catalogue/packed-catalogue.js')).href;
  const { packCatalogue } = (await import(module)) as { packCatalogue(catalogue: object): object };
  const text = JSON.stringify(packCatalogue(await loadCatalogue()));
  const quoted = text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  await writeFile(join(dist, 'catalogue-data.cjs'), `module.exports = '${quoted}';\n`);
  await writeFile(join(dist, 'catalogue/bundled-catalogue.js'), MODULE);
}
