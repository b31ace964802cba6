import { startThrowawayServer, type TestDatabase, type ThrowawayServer } from '@thelook/embedded-postgres';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { PostgresProxy } from './postgres-proxy.js';
import { RunningProcess, sourceFlags } from './running-process.js';
import { freePort, scratchFolder } from './scratch.js';

let server: ThrowawayServer;
let database: TestDatabase;
let scratch: Awaited<ReturnType<typeof scratchFolder>>;

beforeAll(async () => {
  server = await startThrowawayServer();
  scratch = await scratchFolder();
});
afterAll(async () => {
  await server.stop();
  await scratch.remove();
});
beforeEach(async () => {
  database = await server.createDatabase();
});
afterEach(() => database.drop());

function datagen(args: readonly string[], env: NodeJS.ProcessEnv = {}): RunningProcess {
  const all = { DATABASE_URL: database.url, ...env };
  return new RunningProcess(process.execPath, [...sourceFlags, 'apps/datagen/src/main.ts', ...args], all);
}

async function query<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('bad usage ends with exit code 2 and says what is allowed', () => {
  test.each([
    [['--wait-for', '-1'], {}, /--wait-for.*'-1'.*Allowed: seconds from 0/],
    [[], { DB_PORT: 'abc', DATABASE_URL: undefined }, /DB_PORT.*abc/],
    [[], { DATABASE_URL: 'mysql://localhost' }, /DATABASE_URL.*postgres/],
    [['--data-dir', '/no/such/folder'], {}, /no\/such\/folder/],
  ])('%j %j', async (args, env, message) => {
    const running = datagen(args, env);
    await expect(running.exit()).resolves.toBe(2);
    expect(running.output).toMatch(message);
  });

  test('a mistake in a data file is named by file, line, column and value', async () => {
    const folder = join(scratch.path, 'catalogue');
    await mkdir(folder);
    await writeFile(
      join(folder, 'products.csv'),
      'id,cost,category,name,brand,retail_price,department,sku,distribution_center_id\n' +
        '1,2.50,Socks,Sock,Brand,five,Men,ABC,1\n',
    );
    await writeFile(join(folder, 'distribution_centers.csv'), 'id,name,latitude,longitude\n1,Here,1,2\n');
    await writeFile(
      join(folder, 'world_pop.csv'),
      'city,state,country,postal_code,latitude,longitude,population\nA,B,C,01,1,2,3\n',
    );
    const running = datagen([], { SOURCE_DIR: folder });
    await expect(running.exit()).resolves.toBe(2);
    expect(running.output).toMatch(/products\.csv.*2.*retail_price.*five/s);
  });
});

test('--help lists every flag, with examples and exit codes', async () => {
  const running = datagen(['--help']);
  await expect(running.exit()).resolves.toBe(0);
  for (const text of [
    '--wait-for',
    '--max-iter',
    '--if-exists',
    '--seed',
    '--data-dir',
    'Examples',
    'Exit codes',
  ]) {
    expect(running.output).toContain(text);
  }
});

test('a wrong password fails at once, with exit code 1 and the server’s own words', async () => {
  const url = new URL(database.url);
  url.password = 'wrong';
  const running = datagen([], { DATABASE_URL: url.href });
  await expect(running.exit()).resolves.toBe(1);
  expect(running.output).toMatch(/password authentication failed/);
  expect(running.output).not.toMatch(/trying again/);
});

test('a seed gives the same people in every run', async () => {
  const sql = 'select first_name, last_name, street_address, city from ecommerce.users order by id';
  const runs: unknown[] = [];
  for (const action of ['append', 'replace']) {
    await expect(datagen(['-w0', '-m5', '--seed=9', '--pattern=flat', '-i', action]).exit()).resolves.toBe(0);
    runs.push(await query(sql));
  }
  expect(runs[0]).toHaveLength(5);
  expect(runs[1]).toEqual(runs[0]);
});

test('logs are one line an iteration, one JSON object a line on demand, or quiet', async () => {
  const plain = datagen(['-w0', '-m2']);
  await plain.exit();
  expect(
    plain.output.match(/iteration \d+ users=1 orders=\d+ order_items=\d+ inventory_items=\d+ events=\d+/g),
  ).toHaveLength(2);

  const json = datagen(['-w0', '-m2', '--json']);
  await json.exit();
  const lines = json.output
    .trim()
    .split('\n')
    .map((line): { msg: string; users?: number } => JSON.parse(line));
  expect(lines.filter(({ msg }) => msg.startsWith('iteration'))).toMatchObject([{ users: 1 }, { users: 1 }]);

  const quiet = datagen(['-w0', '-m2', '--quiet']);
  await quiet.exit();
  expect(quiet.output).toBe('');
});

test('waits for a database that is not up yet', async () => {
  const port = await freePort();
  const running = datagen(['-w0', '-m1'], { DATABASE_URL: PostgresProxy.urlThrough(database.url, port) });
  await running.untilOutput(/not reachable, trying again.*ECONNREFUSED/);
  const proxy = await PostgresProxy.listen(database.url, port);
  await expect(running.exit()).resolves.toBe(0);
  await proxy.close();
});

test('a connection that is lost while the shop opens is made anew', async () => {
  await expect(datagen(['-w0', '-m0']).exit()).resolves.toBe(0);
  await query('truncate thelook.agenda, ecommerce.inventory_items');
  const locks = await Promise.all(
    ['ecommerce.products', 'thelook.runs', 'thelook.clock', 'thelook.agenda'].map(async (table) => {
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      await client.query(`begin; lock table ${table} in exclusive mode`);
      return client;
    }),
  );
  const endWaiting = `
    with waiting as materialized (
      select pid from pg_stat_activity
       where wait_event_type = 'Lock' and application_name = 'thelook-datagen' and datname = current_database())
    select pid from waiting where pg_terminate_backend(pid)`;
  const running = datagen(['-w0', '-m1']);
  for (const lock of locks) {
    while ((await query(endWaiting)).length === 0) if (running.hasEnded) throw new Error(running.output);
    await lock.end();
  }
  await expect(running.exit()).resolves.toBe(0);
  expect(running.output.match(/not reachable, trying again/g)).toHaveLength(locks.length);
});

test('a lost connection costs no shopper and doubles none', async () => {
  const port = await freePort();
  const proxy = await PostgresProxy.listen(database.url, port);
  const running = datagen(['-w0', '-m150'], { DATABASE_URL: PostgresProxy.urlThrough(database.url, port) });
  for (const iteration of [20, 60, 100]) {
    await running.untilOutput(new RegExp(`iteration ${iteration}\\b`));
    proxy.cutAll();
  }
  await expect(running.exit()).resolves.toBe(0);
  await proxy.close();
  await expect(query('select count(*)::int as users from ecommerce.users')).resolves.toEqual([
    { users: 150 },
  ]);
  const orphans = await query(`
    select i.id from ecommerce.order_items i
      left join ecommerce.orders o using (order_id)
      left join ecommerce.inventory_items s on s.id = i.inventory_item_id
     where o.order_id is null or s.id is null`);
  expect(orphans).toEqual([]);
});
