/**
 * npm's `prepack` of a library, run in its folder after the build: the package gets the licence, which npm takes
 * from this folder only, and loses what earlier builds have left. `postpack` takes the licence away again, so that
 * there is one copy in the repository.
 */
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { staleModules } from './stale-modules.js';

const library = process.cwd();

for (const module of staleModules(library)) await rm(join(library, 'dist', module));
await copyFile(new URL('../../../LICENSE', import.meta.url), join(library, 'LICENSE'));
