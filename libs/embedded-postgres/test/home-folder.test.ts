import { mkdir, mkdtemp, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHomeFolder, defaultHomePath } from '../src/home-folder.js';

let folder: string;
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'thelook-test-')));
});
afterAll(() => rm(folder, { recursive: true }));

test('the default home folder is in the workspace root, from wherever in it', async () => {
  const deep = join(folder, 'workspace', 'apps', 'api');
  await mkdir(deep, { recursive: true });
  await writeFile(join(folder, 'workspace', 'nx.json'), '{}');
  expect(defaultHomePath({}, deep)).toBe(join(folder, 'workspace', '.thelook'));
  expect(defaultHomePath({}, join(folder, 'workspace'))).toBe(join(folder, 'workspace', '.thelook'));
});

test('the default home folder is in the working directory outside a workspace', () => {
  expect(defaultHomePath({}, folder)).toBe(join(folder, '.thelook'));
});

test('THELOOK_HOME comes first, taken from the working directory; an empty one does not count', () => {
  expect(defaultHomePath({ THELOOK_HOME: '/somewhere' }, folder)).toBe('/somewhere');
  expect(defaultHomePath({ THELOOK_HOME: 'near' }, folder)).toBe(join(folder, 'near'));
  expect(defaultHomePath({ THELOOK_HOME: '' }, folder)).toBe(join(folder, '.thelook'));
});

test('a new home folder cannot be read by others, one that exists keeps its mode', async () => {
  const { path } = await createHomeFolder(join(folder, 'a', 'home'));
  expect((await stat(path)).mode & 0o044).toBe(0);

  const existing = join(folder, 'existing');
  await mkdir(existing, { mode: 0o750 });
  await createHomeFolder(existing);
  expect((await stat(existing)).mode & 0o777).toBe(0o750);
});
