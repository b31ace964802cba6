import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { folders } from './documented-commands.js';
import { WorkspaceCopy } from './workspace-copy.js';

let copy: WorkspaceCopy;

/** This workspace without its tasks, and with one project more, of one file of tests. */
beforeAll(async () => {
  copy = await WorkspaceCopy.make();
  for (const folder of ['.', ...folders])
    await rm(join(copy.folder, folder, 'project.json'), { force: true });
  await mkdir(join(copy.folder, 'libs/sums/test'), { recursive: true });
  const targets = { test: { command: 'node tools/jest/run.mjs unit libs/sums' } };
  await write('project.json', JSON.stringify({ name: 'sums', targets }));
}, 60_000);

afterAll(() => copy.remove());

const write = (file: string, text: string) => writeFile(join(copy.folder, 'libs/sums', file), text);
const writeTests = (...tests: string[]) => write('test/sums.test.ts', tests.join('\n'));
const npmTest = () => copy.run('tools/jest/test.mjs', []);

const adds = "test('adds', () => expect(1 + 1).toBe(2));";
const skipped = "test.skip('does not add', () => undefined);";

test('ends with what all tests have come to, whether they have run or not', async () => {
  await writeTests(adds, skipped);
  const lastLines = /\n1 passed, 0 failed, 1 skipped\n$/;
  const first = await npmTest();
  expect(first).toMatch(lastLines);
  expect(first).toContain('0/1 hit');
  const second = await npmTest();
  expect(second).toMatch(lastLines);
  expect(second).toContain('1/1 hit');
}, 120_000);

test('fails with the names of what has failed', async () => {
  await writeTests(adds, skipped, "test('multiplies', () => expect(2 * 3).toBe(5));");
  await expect(npmTest()).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringMatching(
      /Expected: 5[^]*\n {2}libs\/sums\/test\/sums\.test\.ts: multiplies\n\n1 passed, 1 failed, 1 skipped\n$/,
    ),
  });
}, 120_000);

test('fails when tests have not come to their end', async () => {
  await writeTests(adds, "process.kill(process.ppid, 'SIGKILL');");
  await expect(npmTest()).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringMatching(
      /\n {2}sums:test has not come to its end\n\n0 passed, 1 failed, 0 skipped\n$/,
    ),
  });
}, 120_000);
