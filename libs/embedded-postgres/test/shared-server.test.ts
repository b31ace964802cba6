import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { acquireServer, DataDirectoryError, HomeFolderError } from '../src/index.js';
import { ClientProcess, endRemainingClients } from './client-process.js';
import { ancestorsOf, nothingLeftOf, postmastersOf, supervisorsOf } from './processes.js';
import { answers, query } from './query.js';

let folder: string;
let home: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'thelook-test-'));
  // What becomes of a folder that lets nobody but its owner in is another test's subject.
  await chmod(folder, 0o755);
  home = join(folder, 'home');
});
afterAll(endRemainingClients);
afterAll(() => rm(folder, { recursive: true, force: true }));

function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const finish = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
    socket.once('timeout', () => finish(false));
  });
}

describe('the shared server', () => {
  test('is one for all who start it at the same moment, and the last one out stops it', async () => {
    const clients = [1, 2, 3].map(() => new ClientProcess({ home }));
    const servers = await Promise.all(clients.map((client) => client.acquired()));

    const [first] = servers;
    expect(new Set(servers.map(({ url }) => url))).toEqual(new Set([first!.url]));
    expect(await supervisorsOf(home)).toHaveLength(1);
    expect(await postmastersOf(first!.dataDir)).toHaveLength(1);
    await query(first!.url, 'create table kept as select 42 as answer');

    await clients[0]!.release();
    await clients[1]!.kill9();
    expect(await answers(first!.url)).toBe(true);
    await clients[2]!.release();
    expect(await answers(first!.url)).toBe(false);
    await nothingLeftOf(home);
  });

  test('keeps data, address and password from one run to the next', async () => {
    const before = await readFile(join(home, 'url'), 'utf8');
    const server = await acquireServer({ home });
    expect(server.url + '\n').toBe(before);
    expect(await query(server.url, 'select answer from kept')).toEqual([42]);
    await server.release();
  });

  test('is set up for change data capture and for text in any language', async () => {
    const server = await acquireServer({ home });
    expect(await query(server.url, 'show wal_level')).toEqual(['logical']);
    expect(await query(server.url, 'show max_connections')).toEqual(['200']);
    expect(await query(server.url, 'show synchronous_commit')).toEqual(['on']);
    expect(await query(server.url, 'show timezone')).toEqual(['UTC']);
    expect(await query(server.url, "select lower('ÉCLAIR ЖЗ')")).toEqual(['éclair жз']);
    const sorted = "select v from unnest(array['é', 'z', 'Z', 'a']) v order by v";
    expect(await query(server.url, sorted)).toEqual(['Z', 'a', 'z', 'é']);
    const owner = "select pg_get_userbyid(datdba) from pg_database where datname = 'develop'";
    expect(await query(server.url, owner)).toEqual(['thelook']);
    await server.release();
  });

  test('listens on the loopback interface alone', async () => {
    const server = await acquireServer({ home });
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .map(({ address }) => address)
      .filter((address) => address !== '127.0.0.1');
    expect(await canConnect('127.0.0.1', server.port)).toBe(true);
    for (const address of ['127.0.0.2', ...others]) {
      expect([address, await canConnect(address, server.port)]).toEqual([address, false]);
    }
    expect(await query(server.url, 'show unix_socket_directories')).toEqual(['']);
    await server.release();
  });

  test('lets nobody in without the password, and shows that to its owner only', async () => {
    const server = await acquireServer({ home });
    const url = new URL(server.url);
    url.password = 'guess';
    await expect(query(url.href, 'select 1')).rejects.toThrow('password authentication failed');
    for (const name of ['url', 'postgres.log', join('data', 'thelook.password')]) {
      expect([name, (await stat(join(home, name))).mode & 0o777]).toEqual([name, 0o600]);
    }
    await server.release();
  });

  test('creates the database that is asked for', async () => {
    const [a, b] = await Promise.all([
      acquireServer({ home, database: 'two words' }),
      acquireServer({ home, database: 'two words' }),
    ]);
    expect(await query(a.url, 'select current_database()')).toEqual(['two words']);
    expect(b.url).toBe(a.url);
    await Promise.all([a.release(), b.release()]);
  });

  test('is released once however often release is called, and by a process that just ends', async () => {
    const server = await acquireServer({ home });
    const forgetful = new ClientProcess({ kind: 'forgetful', home });
    await forgetful.acquired();
    await forgetful.exited();
    expect(await answers(server.url)).toBe(true);
    await Promise.all([server.release(), server.release()]);
    await server.release();
    await nothingLeftOf(home);
  });

  test('serves the clients to their end when Ctrl-C hits all of the terminal', async () => {
    const client = new ClientProcess({ home });
    await client.acquired();
    client.interruptGroup();
    expect(await client.nextLine()).toBe('released');
    await nothingLeftOf(home);
  });

  test('is out of reach for tools that end a command with all its descendants', async () => {
    const client = new ClientProcess({ home });
    await client.acquired();
    const [supervisor] = await supervisorsOf(home);
    expect(await ancestorsOf(client.pid)).toContain(process.pid);
    expect(await ancestorsOf(supervisor!)).not.toContain(client.pid);
    expect(await ancestorsOf(supervisor!)).not.toContain(process.pid);
    await client.release();
  });

  test('lives in a folder with a path too long for a socket', async () => {
    const long = join(folder, 'long'.repeat(25), 'home');
    const server = await acquireServer({ home: long });
    expect(await answers(server.url)).toBe(true);
    expect(dirname(server.dataDir)).toBe(long);
    await server.release();
    const socket = (await readFile(join(long, 'supervisor'), 'utf8')).trimEnd();
    await expect(stat(dirname(socket))).rejects.toThrow('ENOENT');
    await nothingLeftOf(long);
  });
});

describe('the shared server says what is wrong', () => {
  test('when the data is of another major version', async () => {
    const old = join(folder, 'old');
    await mkdir(join(old, 'data'), { recursive: true });
    await writeFile(join(old, 'data', 'PG_VERSION'), '17\n');
    const error: unknown = await acquireServer({ home: old }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DataDirectoryError);
    expect(error).toMatchObject({ code: 'THELOOK_DATA_DIRECTORY' });
    expect(String(error)).toContain(
      `${join(old, 'data')} holds data of PostgreSQL 17, this is PostgreSQL 18`,
    );
    await nothingLeftOf(old);
  });

  test('when the home folder cannot be created', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const error: unknown = await acquireServer({ home: join(file, 'home') }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(HomeFolderError);
    expect(error).toMatchObject({ code: 'THELOOK_HOME_FOLDER' });
  });

  test('when the server cannot start, in the words of its log', async () => {
    const server = await acquireServer({ home });
    await server.release();
    const configuration = join(server.dataDir, 'postgresql.conf');
    const text = await readFile(configuration, 'utf8');
    await writeFile(configuration, 'no_such_setting = 1\n');
    await expect(acquireServer({ home })).rejects.toMatchObject({
      code: 'THELOOK_SERVER_START',
      message: expect.stringContaining('unrecognized configuration parameter "no_such_setting"') as string,
    });
    await writeFile(configuration, text);
    await nothingLeftOf(home);
  });

  test('when there are no binaries for the processor', async () => {
    const client = new ClientProcess({ home, architecture: 's390x' });
    const { error } = await client.acquired();
    expect(error?.code).toBe('THELOOK_UNSUPPORTED_PLATFORM');
    expect(error?.message).toContain('set DATABASE_URL');
  });
});
