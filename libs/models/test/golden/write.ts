/**
 * Writes `shoppers.json` anew. A release that changes it gives other rows for the same seed: say so in its notes.
 *
 *     node --conditions=@thelook/source --import tsx libs/models/test/golden/write.ts
 */
import { writeFile } from 'node:fs/promises';
import { goldenFile, goldenShoppers } from './golden-shoppers.js';

await writeFile(goldenFile, `${JSON.stringify(goldenShoppers(), null, 2)}\n`);
