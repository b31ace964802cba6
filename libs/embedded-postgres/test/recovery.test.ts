import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { acquireServer } from '../src/index.js';
import { ClientProcess, endRemainingClients } from './client-process.js';
import { eventually } from './eventually.js';
import { kill9, nothingLeftOf, postmastersOf, processesOf, supervisorsOf } from './processes.js';
import { answers, query } from './query.js';

let folder: string;
let home: string;
let dataDir: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'thelook-test-'));
  await chmod(folder, 0o755);
  home = join(folder, 'home');
  dataDir = join(home, 'data');
});
afterAll(endRemainingClients);
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => nothingLeftOf(home));

async function theOnly(pids: Promise<number[]>): Promise<number> {
  const [pid, ...others] = await pids;
  expect(others).toEqual([]);
  return pid!;
}

test('a start that is killed during initdb goes on for those who wait, and leaves nothing half done', async () => {
  const waiting = acquireServer({ home });
  await eventually(
    'initdb is at work',
    async () => (await processesOf(join(home, 'data.draft-'))).length > 0,
  );
  await kill9(await theOnly(supervisorsOf(home)));
  const server = await waiting;
  expect(await answers(server.url)).toBe(true);
  expect((await readdir(home)).filter((name) => name.includes('draft'))).toEqual([]);
  await server.release();
});

test('a killed server comes back at the same address', async () => {
  const server = await acquireServer({ home });
  await query(server.url, 'create table survivors as select 1 as number');
  await kill9(await theOnly(postmastersOf(dataDir)));
  await eventually('it answers again', () => answers(server.url));
  expect(await query(server.url, 'select number from survivors')).toEqual([1]);
  await server.release();
});

test('a killed supervisor is replaced without its clients noticing', async () => {
  const server = await acquireServer({ home });
  const other = new ClientProcess({ home });
  await other.acquired();
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const killed = await theOnly(supervisorsOf(home));
  await kill9(killed);
  const successor = await eventually('there is another one', async () => (await supervisorsOf(home))[0]);
  expect(successor).not.toBe(killed);
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await client.end();

  await server.release();
  expect(await answers(server.url)).toBe(true);
  await other.release();
  expect(await answers(server.url)).toBe(false);
});

test('a supervisor that is killed while the last client leaves is replaced to stop the server', async () => {
  const server = await acquireServer({ home });
  process.kill(await theOnly(supervisorsOf(home)), 'SIGKILL');
  await server.release();
  expect(await answers(server.url)).toBe(false);
});

test('a server that lost its supervisor and its clients is taken over by the next', async () => {
  const client = new ClientProcess({ home });
  const { url } = await client.acquired();
  const orphan = await theOnly(postmastersOf(dataDir));
  // The supervisor first would be replaced at once.
  process.kill(client.pid, 'SIGSTOP');
  await kill9(await theOnly(supervisorsOf(home)));
  await client.kill9();
  expect(await answers(url)).toBe(true);

  const server = await acquireServer({ home });
  expect(server.url).toBe(url);
  expect(await theOnly(postmastersOf(dataDir))).toBe(orphan);
  await server.release();
  expect(await answers(url)).toBe(false);
});

test('everything killed at once is recovered, with all that was committed', async () => {
  const client = new ClientProcess({ home });
  const { url } = await client.acquired();
  process.kill(client.pid, 'SIGSTOP');
  await query(url, 'insert into survivors values (2)');
  const victims = [await theOnly(supervisorsOf(home)), await theOnly(postmastersOf(dataDir))];
  for (const pid of victims) await kill9(pid);
  await client.kill9();

  const server = await acquireServer({ home });
  expect(await query(server.url, 'select number from survivors order by 1')).toEqual([1, 2]);
  await server.release();
});

test('a process id left behind that now belongs to another program harms neither', async () => {
  // Of the same user, which is when PostgreSQL takes it for a server.
  const { uid, gid } = await stat(dataDir);
  const bystander = spawn('sleep', ['600'], { uid, gid, stdio: 'ignore' });
  try {
    const lines = [bystander.pid, dataDir, 1_700_000_000, 54329, '', '127.0.0.1', '1 1', 'ready'];
    await writeFile(join(dataDir, 'postmaster.pid'), lines.join('\n') + '\n');
    const server = await acquireServer({ home });
    expect(await answers(server.url)).toBe(true);
    await server.release();
    expect(bystander.signalCode).toBeNull();
  } finally {
    bystander.kill();
  }
});

test('a supervisor that is asked to end lets its clients finish first', async () => {
  const client = new ClientProcess({ home });
  const { url } = await client.acquired();
  process.kill(await theOnly(supervisorsOf(home)), 'SIGTERM');
  expect(await answers(url)).toBe(true);
  await client.release();
  await nothingLeftOf(home);
  expect(await readFile(join(home, 'postgres.log'), 'utf8')).toContain('database system is shut down');
});
