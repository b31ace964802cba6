/**
 * Ends the build of an app after the compiler: `build-app.ts apps/api apps/dashboard/dist`. What earlier builds have left
 * goes, and the page, if there is one, comes along.
 */
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { staleModules } from './stale-modules.js';

const [app = '', page] = process.argv.slice(2);
const dist = join(app, 'dist');

await rm(join(dist, 'page'), { recursive: true, force: true });
for (const module of staleModules(app)) await rm(join(dist, module));
if (page !== undefined) await cp(page, join(dist, 'page'), { recursive: true });
