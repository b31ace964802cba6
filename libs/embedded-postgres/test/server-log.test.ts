import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logSize, openLog, quoteLog } from '../src/server-log.js';

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'thelook-test-'));
  path = join(folder, 'postgres.log');
});
afterAll(() => rm(folder, { recursive: true }));

test('the log goes on while it is small and begins again when it is not', async () => {
  await writeFile(path, 'x'.repeat(100));
  const small = openLog(path, 100);
  writeSync(small.fd, 'y');
  small.close();
  expect((await stat(path)).size).toBe(101);

  const large = openLog(path, 100);
  writeSync(large.fd, 'z');
  large.close();
  expect((await stat(path)).size).toBe(1);
});

test('what is quoted is the end of what came since, twenty lines at most', async () => {
  await writeFile(path, 'before\n');
  const start = logSize(path);
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
  await writeFile(path, lines.slice(0, 2).join('\n') + '\n', { flag: 'a' });
  expect(await quoteLog(path, start)).toBe(`\nThe end of ${path}:\nline 0\nline 1`);

  await writeFile(path, lines.slice(2).join('\n') + '\n', { flag: 'a' });
  expect(await quoteLog(path, start)).toBe(`\nThe end of ${path}:\n${lines.slice(10).join('\n')}`);
});

test('a log that was emptied meanwhile is quoted from its beginning, a missing one not at all', async () => {
  await writeFile(path, 'short\n');
  expect(await quoteLog(path, 1_000)).toContain('\nshort');
  expect(await quoteLog(join(folder, 'none'), 0)).toBe('');
  expect(logSize(join(folder, 'none'))).toBe(0);
});
