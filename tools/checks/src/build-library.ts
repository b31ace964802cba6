/**
 * Ends the build of a library after the compiler: `build-library.ts libs/models`. What earlier builds have left goes, the
 * catalogue is packed, and every module gets a CommonJS twin in dist/commonjs.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { packBundledCatalogue } from './packed-catalogue.js';
import { writeCommonJs } from './commonjs.js';
import { staleModules } from './stale-modules.js';

const [library = ''] = process.argv.slice(2);
const dist = join(library, 'dist');

await rm(join(dist, 'commonjs'), { recursive: true, force: true });
for (const module of staleModules(library)) await rm(join(dist, module));
if (library.endsWith('models')) await packBundledCatalogue(dist);
await writeCommonJs(dist);
