/**
 * npm's `prepack` of a package, run in its folder after the build: the package gets the licence, which npm takes from
 * this folder only. `postpack` takes it away again, so that there is one copy in the repository.
 */
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';

await copyFile(new URL('../../../LICENSE', import.meta.url), join(process.cwd(), 'LICENSE'));
