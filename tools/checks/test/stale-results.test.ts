import { appendFile, chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WorkspaceCopy } from './workspace-copy.js';

const program = fileURLToPath(new URL('task-hashes.mjs', import.meta.url));

let copy: WorkspaceCopy;
/** By what Nx knows the result of each task before anything is changed. */
let before: Record<string, string>;

beforeAll(async () => {
  copy = await WorkspaceCopy.make();
  before = await hashes();
}, 120_000);

afterAll(() => copy.remove());

async function hashes(env: NodeJS.ProcessEnv = {}): Promise<Record<string, string>> {
  return JSON.parse(await copy.run(program, [], env));
}

/** The tasks that a change makes Nx run again. */
async function runAgain(env: NodeJS.ProcessEnv = {}): Promise<string[]> {
  const after = await hashes(env);
  return Object.keys(before).filter((task) => after[task] !== before[task]);
}

/** The same with a line added to a file, which is put back. */
async function runAgainAfterEdit(file: string): Promise<string[]> {
  const path = join(copy.folder, file);
  const text = await readFile(path);
  await appendFile(path, '\n');
  try {
    return await runAgain();
  } finally {
    await writeFile(path, text);
  }
}

const isTask = (kinds: string, projects: string) => new RegExp(`^(${projects}):(${kinds})$`);

test('nothing runs again when nothing has changed', async () => {
  await expect(runAgain()).resolves.toEqual([]);
});

const edits: [file: string, again: RegExp, not: RegExp][] = [
  [
    'libs/models/src/index.ts',
    isTask('build|test|integration|e2e', 'models|catalogue|db|datagen|service|api|e2e|checks'),
    isTask('.*', 'feed|embedded-postgres|dashboard|bench'),
  ],
  [
    'libs/feed/src/index.ts',
    isTask('build|test|integration', 'feed|dashboard|api'),
    isTask('.*', 'models|db'),
  ],
  [
    'apps/dashboard/src/main.tsx',
    isTask('build|test|integration|e2e', 'dashboard|api|e2e'),
    isTask('.*', 'datagen|models|db|service|feed'),
  ],
  ['apps/e2e/src/running-process.ts', isTask('test|integration|e2e', 'api|e2e'), isTask('build', '.*')],
  [
    'tools/checks/src/build-library.ts',
    isTask('build|e2e', 'models|db|feed|e2e'),
    isTask('test', 'models|db'),
  ],
  ['data/products.csv', isTask('build|test|e2e', 'models|datagen|catalogue|e2e'), isTask('typecheck', '.*')],
  ['docs/verify.md', /^((datagen|checks):test|e2e:e2e)$/, isTask('build', '.*')],
  ['examples/node/main.mjs', isTask('e2e', 'e2e'), isTask('.*', 'models|db|api')],
  ['eslint.config.js', isTask('lint', '.*'), isTask('build', '.*')],
  ['jest.config.mjs', isTask('test|integration|e2e', '.*'), isTask('build', '.*')],
  ['package-lock.json', /./, /^$/],
];

test.each(edits)('a line more in %s', async (file, again, not) => {
  const expected = Object.keys(before).filter((task) => again.test(task));
  expect(expected).not.toEqual([]);
  const tasks = await runAgainAfterEdit(file);
  expect(tasks).toEqual(expect.arrayContaining(expected));
  expect(tasks.filter((task) => not.test(task))).toEqual([]);
});

const tests = isTask('test|integration|e2e', '.*');

test.each([
  ['CHROME_PATH', '/opt/another/chrome'],
  ['THELOOK_TEST_SERVER_URL', 'postgres://127.0.0.1:1/none'],
])('another %s runs every test again, and nothing else', async (name, value) => {
  const tasks = await runAgain({ [name]: value });
  expect(tasks.sort()).toEqual(
    Object.keys(before)
      .filter((task) => tests.test(task))
      .sort(),
  );
});

/** A PATH where a program comes first that does nothing, or says another version. */
async function pathWith(name: string, script: string): Promise<string> {
  const folder = join(copy.folder, '.thelook', name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, name), 0o755);
  return [folder, process.env['PATH']].join(delimiter);
}

test('a browser that has been installed runs every test again', async () => {
  const path = await pathWith('google-chrome', 'exit 0');
  expect((await runAgain({ PATH: path })).sort()).toEqual(
    Object.keys(before)
      .filter((task) => tests.test(task))
      .sort(),
  );
});

test('another Node.js runs everything again', async () => {
  const path = await pathWith('node', 'echo v99.0.0');
  expect(await runAgain({ PATH: path })).toEqual(Object.keys(before));
});
