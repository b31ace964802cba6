/**
 * Writes `living.json` anew, when the model has changed and `MODEL_VERSION` with it. A release that does so gives other
 * rows for the same seed: say so in its notes. `classic.json` is what the well-known dataset's shop has given from its
 * first release on, and is never written again.
 *
 *     node --conditions=@thelook/source --import tsx libs/models/test/golden/write.ts
 */
import { writeFile } from 'node:fs/promises';
import { golden, goldenFile } from './golden.js';

await writeFile(goldenFile('living'), `${JSON.stringify(golden('living'), null, 2)}\n`);
