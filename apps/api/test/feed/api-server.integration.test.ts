import { createDb, migrate, readConnectionConfig, windowQuery, type ConnectionConfig } from '@thelook/db';
import { createDatabase, type TestDatabase } from '@thelook/embedded-postgres';
import { connectFeed, decodeRecords, type FeedItem, type SalesRecord } from '@thelook/feed';
import { createLogger } from '@thelook/service';
import pg from 'pg';
import { WebSocket } from 'ws';
import { PostgresProxy } from '../../../e2e/src/postgres-proxy.js';
import { freePort } from '../../../e2e/src/scratch.js';
import { startServer, type ApiServer } from '../../src/server.js';
import { TestClient } from './feed-host.js';

const REFRESH_SECONDS = 0.2;

const ids = {
  user: '00000000-0000-7000-8000-000000000001',
  order: '00000000-0000-7000-8000-000000000002',
  stock: '00000000-0000-7000-8000-000000000003',
};

let database: TestDatabase;
let admin: pg.Client;
let proxy: PostgresProxy;
let proxyPort: number;
let config: ConnectionConfig;
let db: ReturnType<typeof createDb>;
let server: ApiServer;
let clients: TestClient[];

beforeAll(async () => {
  database = await createDatabase(String(process.env['THELOOK_TEST_SERVER_URL']));
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  proxyPort = await freePort();
  proxy = await PostgresProxy.listen(database.url, proxyPort);
  const through = PostgresProxy.urlThrough(database.url, proxyPort);
  config = {
    ...readConnectionConfig({ DATABASE_URL: through })!,
    maxConnections: 2,
    applicationName: 'thelook-api',
  };
  db = createDb(config);
  await migrate(db);
  await admin.query(`set search_path to ecommerce`);
  await admin.query(
    `insert into users values ('${ids.user}', 'Ada', 'Byron', 'ada@example.com', 36, 'F', 'London', '1 Street', 'W1',
       'London', 'United Kingdom', 51.5, -0.1, 'Search', now());
     insert into products values (1, 12.3456, 'Jeans', null, 'Brand "B"', 45.5, 'Women', 'SKU', 1)`,
  );
});

afterAll(async () => {
  await db.destroy();
  await proxy.close();
  await admin.end();
  await database.drop();
});

beforeEach(async () => {
  await admin.query('truncate order_items');
  clients = [];
  server = await startServer({
    ...{ db, config, host: '127.0.0.1', port: 0, lookbackMinutes: 5, refreshSeconds: REFRESH_SECONDS },
    logger: createLogger({ name: 'test', level: 'silent' }),
  });
});

afterEach(async () => {
  for (const { socket } of clients) socket.terminate();
  await server.close();
});

function connect(query = '', protocol?: string): TestClient {
  const client = new TestClient(`${server.url.replace('http', 'ws')}/ws${query}`, protocol);
  clients.push(client);
  return client;
}

/** Sells so many items, each so many seconds before the one before. */
async function sell(count: number, seconds = 1): Promise<void> {
  await admin.query(
    `insert into order_items
     select gen_random_uuid(), '${ids.order}', '${ids.user}', 1, '${ids.stock}', 'Processing',
            now() - n * $2 * interval '1 second', null, null, null, 45.5 from generate_series(1, $1::int) n`,
    [count, seconds],
  );
}

/** All metrics that have no labels, as of one moment. */
async function metrics(): Promise<Map<string, number>> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return new Map([...text.matchAll(/^(\w+) (.*)$/gm)].map(([, name = '', value]) => [name, Number(value)]));
}

const metric = async (name: string) => (await metrics()).get(name);

const sorted = (records: readonly SalesRecord[]) =>
  [...records].sort((a, b) => (a.item_id < b.item_id ? -1 : 1));

test('a frame holds what the window query finds, with the same keys and values', async () => {
  await sell(20);
  const records = decodeRecords(await connect().frame());
  expect(sorted(records)).toEqual(sorted(await windowQuery(db, 5).execute()));
  expect(Object.keys(records[0]!)).toEqual(Object.keys((await windowQuery(db, 5).execute())[0]!));
});

test('many clients of many feeds cost one query a refresh, and four connections at most', async () => {
  await sell(5);
  for (let number = 0; number < 10; number += 1) {
    connect();
    for (const query of ['', '?feed=summary', '?country=Spain']) connect(query, 'thelook.v1');
  }
  await Promise.all(clients.map((client) => client.frame()));
  const before = await metrics();
  let after = before;
  const since = (name: string) => after.get(name)! - before.get(name)!;
  while (since('thelook_query_duration_seconds_count') < 10) after = await metrics();
  // Each of the 40 clients gets a frame of each refresh, unless it is still busy with the one before.
  const frames = since('thelook_frames_sent_total');
  expect(frames / since('thelook_query_duration_seconds_count')).toBeGreaterThan(30);
  const { rows } = await admin.query(
    `select count(*)::int as connections from pg_stat_activity where application_name like 'thelook-api%'`,
  );
  expect(rows[0].connections).toBeLessThanOrEqual(4);
  expect(await metric('thelook_views')).toBe(4);
});

test('the client of @thelook/feed has what the database has, also after its connection was cut', async () => {
  await sell(10);
  const abort = new AbortController();
  const cut: WebSocket[] = [];
  class CutWebSocket extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols);
      cut.push(this);
    }
  }
  const feed = connectFeed(server.url, {
    WebSocket: CutWebSocket,
    signal: abort.signal,
    backoff: { minMs: 1, maxMs: 10 },
  });
  let shown: FeedItem[] = [];
  for await (const { items } of feed) {
    shown = [...items.values()];
    // Once only: a state of the same ten items may follow before there is a second connection.
    if (cut[0]?.readyState === WebSocket.OPEN && shown.length === 10) {
      cut[0].terminate();
      await sell(7);
    }
    if (shown.length === 17) abort.abort();
  }
  const rows = await windowQuery(db, 5).execute();
  expect(sorted(shown)).toEqual(sorted(rows).map((row) => expect.objectContaining(row)));
  expect(cut).toHaveLength(2);
});

test('a database that is lost and comes back is told to both kinds of clients in their own way', async () => {
  await sell(3);
  const records = connect();
  const items = connect('', 'thelook.v1');
  const frame = await records.frame();
  const { cursor } = await items.next('snapshot');
  await proxy.close();
  const lost = await items.next('status');
  expect(lost).toMatchObject({ database: 'lost', stale_since: expect.any(Number) });
  await expect(records.frame()).resolves.toBe(frame);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
  await sell(1);
  proxy = await PostgresProxy.listen(database.url, proxyPort);
  await expect(items.next('status')).resolves.toMatchObject({ database: 'up' });
  const delta = await items.next('delta');
  expect(delta.added).toHaveLength(1);
  // It goes on from what the client has, which has got no other snapshot.
  expect(delta.previous.split('.')[0]).toBe(cursor.split('.')[0]);
  for (;;) if (decodeRecords(await records.frame()).length === 4) break;
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
});

test('what is asked once is what the feed says, and lag from commit to send is measured', async () => {
  const client = connect('?feed=summary', 'thelook.v1');
  await client.next('summary');
  // Several, since the lag of one whose commit has a refresh in the middle is not known.
  for (let number = 0; number < 3; number += 1) await sell(1, 0);
  let summary = await client.next('summary');
  while (summary.items < 3) summary = await client.next('summary');
  const once = await (await fetch(`${server.url}/api/v1/summary`)).json();
  expect(once).toMatchObject({ items: 3, sales: summary.sales, orders: 1 });
  const lags = await metrics();
  expect(lags.get('thelook_commit_to_send_seconds_count')).toBeGreaterThan(0);
  expect(lags.get('thelook_commit_to_send_seconds_count')).toBeLessThanOrEqual(3);
  expect(lags.get('thelook_commit_to_send_seconds_sum')).toBeLessThan(15);
});

test('whatever is not there is a problem of the same form', async () => {
  const response = await fetch(`${server.url}/metric`);
  expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
  await expect(response.json()).resolves.toMatchObject({ status: 404, code: 'THELOOK_NOT_FOUND' });
});

test('closing says goodbye with 1001 and is over within five seconds', async () => {
  const client = await connect().opened();
  const started = performance.now();
  await server.close();
  expect(performance.now() - started).toBeLessThan(5_000);
  await expect(client.closed).resolves.toMatchObject({ code: 1001 });
});
