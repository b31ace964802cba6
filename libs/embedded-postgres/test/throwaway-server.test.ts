import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { homeFolder } from '../src/home-folder.js';
import { createDatabase, startThrowawayServer } from '../src/index.js';
import { sweepThrowaways } from '../src/throwaway-sweep.js';
import { ClientProcess, endRemainingClients } from './client-process.js';
import { eventually } from './eventually.js';
import { kill9, nothingLeftOf, postmastersOf, supervisorsOf } from './processes.js';
import { answers, query } from './query.js';

async function homeOf(url: string): Promise<string> {
  const [dataDir] = await query(url, 'show data_directory');
  return dirname(String(dataDir));
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

afterAll(endRemainingClients);

describe('a throw-away server', () => {
  test('gives each suite a database of its own, and leaves nothing', async () => {
    const server = await startThrowawayServer();
    const home = await homeOf(server.url);
    const [one, two] = await Promise.all([server.createDatabase(), createDatabase(server.url)]);
    await query(one.url, 'create table only_here (id int)');
    const tables = "select count(*)::int from pg_tables where tablename = 'only_here'";
    expect(await query(one.url, tables)).toEqual([1]);
    expect(await query(two.url, tables)).toEqual([0]);
    expect(await query(server.url, 'show fsync')).toEqual(['off']);
    expect(await query(server.url, 'show wal_level')).toEqual(['logical']);

    await one.drop();
    await one.drop();
    await expect(query(one.url, 'select 1')).rejects.toThrow('does not exist');
    expect(await answers(two.url)).toBe(true);
    await Promise.all([server.stop(), server.stop()]);
    await nothingLeftOf(home);
    expect(await exists(home)).toBe(false);
  });

  test('drops a database from which changes are being streamed', async () => {
    const server = await startThrowawayServer();
    const database = await server.createDatabase();
    const options = { connectionString: database.url, replication: 'database' };
    const stream = new pg.Client(options);
    const ended = new Promise((resolve) => stream.once('end', resolve));
    stream.on('error', () => undefined);
    await stream.connect();
    await stream.query('CREATE_REPLICATION_SLOT streaming TEMPORARY LOGICAL pgoutput');
    await database.drop();
    await ended;
    await expect(query(database.url, 'select 1')).rejects.toThrow('does not exist');
    await server.stop();
  });

  test('drops a database that is still in use', async () => {
    const server = await startThrowawayServer();
    const database = await server.createDatabase();
    const busy = query(database.url, 'select pg_sleep(600)').catch((error: Error) => error);
    const sessions = `select 1 from pg_stat_activity where query like '%pg_sleep%' and pid <> pg_backend_pid()`;
    await eventually('it is in use', async () => (await query(server.url, sessions)).length > 0);
    await database.drop();
    expect(await busy).toBeInstanceOf(Error);
    await server.stop();
  });

  test('goes away with the process that started it, even if that is killed', async () => {
    const client = new ClientProcess({ kind: 'throwaway' });
    const home = await homeOf((await client.acquired()).url);
    await client.kill9();
    await nothingLeftOf(home);
    expect(await exists(home)).toBe(false);
  });

  test('survives its supervisor, and is still cleaned up', async () => {
    const server = await startThrowawayServer();
    const home = await homeOf(server.url);
    const [killed] = await supervisorsOf(home);
    await kill9(killed!);
    await eventually('there is another one', async () => (await supervisorsOf(home)).length > 0);
    expect(await answers(server.url)).toBe(true);
    await server.stop();
    await nothingLeftOf(home);
    expect(await exists(home)).toBe(false);
  });

  test('of which all but PostgreSQL was killed is swept away by a later one', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'thelook-test-'));
    await chmod(parent, 0o755);
    const client = new ClientProcess({ kind: 'throwaway', env: { TMPDIR: parent } });
    const home = await homeOf((await client.acquired()).url);
    process.kill(client.pid, 'SIGSTOP');
    for (const pid of await supervisorsOf(home)) await kill9(pid);
    await client.kill9();
    expect(await postmastersOf(join(home, 'data'))).toHaveLength(1);

    const own = homeFolder(join(parent, 'own'));
    await sweepThrowaways(own, 60_000, parent);
    expect(await exists(home)).toBe(true);
    await sweepThrowaways(own, 0, parent);
    await nothingLeftOf(home);
    expect(await exists(home)).toBe(false);
    await rm(parent, { recursive: true });
  });
});
