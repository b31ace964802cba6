import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { workspaceRoot } from './compose-file.js';

/** What knip says of the dependencies: nothing, or which of them nobody imports, and where they are declared. */
async function unusedDependencies(): Promise<string> {
  const { bin } = JSON.parse(readFileSync(join(workspaceRoot, 'node_modules/knip/package.json'), 'utf8'));
  const knip = join(workspaceRoot, 'node_modules/knip', bin.knip);
  const env = { ...process.env, NODE_OPTIONS: '' };
  try {
    return (await promisify(execFile)(process.execPath, [knip, '--no-progress'], { cwd: workspaceRoot, env }))
      .stdout;
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

test('every dependency is one that something imports', async () => {
  expect(await unusedDependencies()).toBe('');
});
