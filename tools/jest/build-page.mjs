import { execFile } from 'node:child_process';
import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const workspaceRoot = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The page, once for the whole run: tests that start the api at the same moment would build it at the same moment, each
 * emptying the folder that the other one writes, and in the time that their starts are given. Nx restores the folder
 * at each start all the same; whoever looks at the page gets a copy, which nobody touches.
 */
export default async function buildPage() {
  // As it is shipped: Jest's own environment would make React's larger build for development, and Nx would keep it.
  const env = { ...process.env, NODE_OPTIONS: '', NX_DAEMON: 'false', NODE_ENV: 'production' };
  await promisify(execFile)('node_modules/.bin/nx', ['run', 'dashboard:build'], { cwd: workspaceRoot, env });
  process.env.THELOOK_TEST_PAGE_DIR = await mkdtemp(join(tmpdir(), 'thelook-page-'));
  await cp(join(workspaceRoot, 'apps/dashboard/dist'), process.env.THELOOK_TEST_PAGE_DIR, {
    recursive: true,
  });
}
