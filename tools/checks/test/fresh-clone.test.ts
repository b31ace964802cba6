import { appendFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { WorkspaceCopy } from './workspace-copy.js';

const manifest = createRequire(import.meta.url).resolve('nx/package.json');
const nx = join(dirname(manifest), createRequire(import.meta.url)(manifest).bin.nx);

let copy: WorkspaceCopy;

beforeAll(async () => {
  copy = await WorkspaceCopy.make();
}, 60_000);

afterAll(() => copy.remove());

const lint = () => copy.run(nx, ['run', 'feed:lint']);

test('lint fails over an import that crosses a boundary, and tells which', async () => {
  await expect(lint()).resolves.toContain('Successfully ran target lint');
  await expect(lint()).resolves.toContain('1/1 hit');
  await appendFile(join(copy.folder, 'libs/feed/src/index.ts'), "export * from '@thelook/db';\n");
  await expect(lint()).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringContaining('libs/feed may import no other project'),
  });
}, 120_000);
