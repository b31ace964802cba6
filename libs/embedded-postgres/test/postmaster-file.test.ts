import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isPostmasterOf, postmasterFilePath, readPostmasterFile } from '../src/postmaster-file.js';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'thelook-test-'));
});
afterAll(() => rm(dataDir, { recursive: true }));

test.each([
  [
    'a ready server',
    '12\n/data\n1700000000\n54329\n\n127.0.0.1\n1 2\nready   \n',
    { pid: 12, port: 54329, ready: true },
  ],
  [
    'one that starts',
    '12\n/data\n1700000000\n54329\n\n127.0.0.1\n1 2\nstarting\n',
    { pid: 12, port: 54329, ready: false },
  ],
  ['one that has just begun', '12\n/data\n', { pid: 12, port: 0, ready: false }],
  ['an empty file', '', undefined],
  ['garbage', 'no number\n', undefined],
])('postmaster.pid of %s', async (_name, content, expected) => {
  await writeFile(postmasterFilePath(dataDir), content);
  expect(await readPostmasterFile(dataDir)).toEqual(expected);
});

test('no postmaster.pid, no server', async () => {
  expect(await readPostmasterFile(join(dataDir, 'none'))).toBeUndefined();
});

test('a process is taken for the server only if it runs one on this data directory', async () => {
  const script = 'process.stdin.resume()';
  const server = spawn(process.execPath, ['-e', script, '--', 'postgres', '-D', dataDir]);
  const other = spawn(process.execPath, ['-e', script, '--', 'postgres', '-D', '/other']);
  await Promise.all([once(server, 'spawn'), once(other, 'spawn')]);
  expect(await isPostmasterOf(dataDir, server.pid!)).toBe(true);
  expect(await isPostmasterOf(dataDir, other.pid!)).toBe(false);

  const ends = [once(server, 'exit'), once(other, 'exit')];
  server.kill('SIGKILL');
  other.kill('SIGKILL');
  await Promise.all(ends);
  expect(await isPostmasterOf(dataDir, server.pid!)).toBe(false);
});
