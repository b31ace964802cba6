import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '../src/make-folder.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'thelook-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('makes a folder with those above it, and says so', async () => {
  expect(await makeFolder(join(folder, 'one', 'two', 'three'))).toBe(true);
  expect(await readdir(join(folder, 'one', 'two'))).toEqual(['three']);
});

test('leaves a folder that is there', async () => {
  await writeFile(join(folder, 'kept'), '');
  expect(await makeFolder(folder)).toBe(false);
  expect(await readdir(folder)).toContain('kept');
});

test('takes no file for a folder, neither there nor above it', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  await expect(makeFolder(file)).rejects.toThrow('EEXIST');
  await expect(makeFolder(join(file, 'in'))).rejects.toThrow('ENOTDIR');
});

const nowhere = process.platform === 'linux' ? '/proc/x/y' : '/dev/null/y';
test('ends where nobody can make a folder', async () => {
  await expect(makeFolder(nowhere)).rejects.toThrow();
});
