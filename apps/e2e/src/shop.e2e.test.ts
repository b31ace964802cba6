import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { WebSocket } from 'ws';
import { nx, RunningProcess, untilNoProcessWith } from './running-process.js';
import { freePort, scratchFolder } from './scratch.js';

/** The window as SQL finds it, written apart from the product's own query. */
const windowSql = `
  select i.user_id, u.age, u.gender, u.country, u.traffic_source, i.order_id, i.id as item_id,
         p.category, p.cost::float8 as cost, i.status as item_status, i.sale_price::float8 as sale_price,
         round(extract(epoch from i.created_at) * 1000)::float8 as created_at
    from ecommerce.order_items i
    join ecommerce.users u on u.id = i.user_id
    join ecommerce.products p on p.id = i.product_id
   where i.created_at >= now() - interval '5 minutes'`;

const keys = [
  ...['user_id', 'age', 'gender', 'country', 'traffic_source', 'order_id', 'item_id'],
  ...['category', 'cost', 'item_status', 'sale_price', 'created_at'],
];

type Record = { [key: string]: unknown; item_id: string };

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let env: NodeJS.ProcessEnv;
let api: RunningProcess;
let feed: WebSocket;

beforeAll(async () => {
  scratch = await scratchFolder();
  env = { THELOOK_HOME: scratch.path, PORT: String(await freePort()), REFRESH_SECONDS: '0.5' };
  api = new RunningProcess(nx, ['run', 'api:serve'], env);
  await api.untilOutput(/listening/);
  feed = new WebSocket(`ws://127.0.0.1:${env['PORT']}/ws`);
});

afterAll(async () => {
  feed.terminate();
  api.signal('SIGTERM');
  await api.exit();
  await untilNoProcessWith(scratch.path);
  await scratch.remove();
});

/** The next frame of the socket, parsed twice as dashboards of this dataset do. */
async function nextRecords(): Promise<Record[]> {
  const frame = await new Promise<string>((resolve) => feed.once('message', (data) => resolve(String(data))));
  return JSON.parse(JSON.parse(frame));
}

async function query(sql: string): Promise<Record[]> {
  const client = new pg.Client({
    connectionString: (await readFile(join(scratch.path, 'url'), 'utf8')).trim(),
  });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('before the generator has ever run, the feed is an empty window', async () => {
  await expect(nextRecords()).resolves.toEqual([]);
});

test('the socket holds exactly the rows that SQL finds', async () => {
  const flags = ['--max-iter=60', '--wait-for=0', '--seed=7'];
  const datagen = new RunningProcess(nx, ['run', 'datagen:serve', ...flags], env);
  await expect(datagen.exit()).resolves.toBe(0);
  expect(datagen.output).toMatch(/iteration 60/);

  const expected = await query(windowSql);
  expect(expected.length).toBeGreaterThan(20);
  await nextRecords();
  const records = await nextRecords();
  const byId = (a: Record, b: Record) => (a.item_id < b.item_id ? -1 : 1);
  expect(records.sort(byId)).toEqual(expected.sort(byId));
  for (const record of records) expect(Object.keys(record)).toEqual(keys);
});

test('flags with underscores pass through Nx after a double dash', async () => {
  const flags = ['--', '--max_iter', '3', '--wait_for', '0', '--if_exists', 'replace'];
  const datagen = new RunningProcess(nx, ['run', 'datagen:serve', ...flags], env);
  await expect(datagen.exit()).resolves.toBe(0);
  await expect(query('select count(*)::int as item_id from ecommerce.users')).resolves.toEqual([
    { item_id: 3 },
  ]);
});

test('--if-exists fail leaves tables that exist alone', async () => {
  const before = await query('select max(id::text) as item_id from ecommerce.users');
  const datagen = new RunningProcess(nx, ['run', 'datagen:serve', '--if-exists=fail'], env);
  await expect(datagen.exit()).resolves.toBe(1);
  expect(datagen.output).toMatch(/--if-exists fail: .*users.* nothing was touched/);
  await expect(query('select max(id::text) as item_id from ecommerce.users')).resolves.toEqual(before);
});

test('the api says that it is alive and ready, and counts its clients', async () => {
  const base = `http://127.0.0.1:${env['PORT']}`;
  await expect((await fetch(`${base}/healthz`)).json()).resolves.toEqual({ status: 'ok' });
  await expect((await fetch(`${base}/readyz`)).json()).resolves.toEqual({ status: 'ready' });
  await expect((await fetch(`${base}/metrics`)).text()).resolves.toMatch(/^thelook_ws_clients 1$/m);
});
