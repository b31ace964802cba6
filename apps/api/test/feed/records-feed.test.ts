import { decodeRecords } from '@thelook/feed';
import { FeedHost } from './feed-host.js';
import { sampleId, sampleItem, ScriptedWindow } from './scripted-window.js';

let source: ScriptedWindow;
let host: FeedHost;

beforeEach(async () => {
  source = new ScriptedWindow();
  host = await FeedHost.start(source);
});
afterEach(() => host.close());

test('an empty window is a frame of its own, byte for byte', async () => {
  await expect(host.records().frame()).resolves.toBe('"[]"');
});

test('a record has its keys in order, and those of thelook.v1 are left out', async () => {
  source.set([sampleItem(1, { product_name: 'Say "hi"' })]);
  const record =
    '{"user_id":"00000001-0000-7000-8000-000000000001","age":30,"gender":"F","country":"Brasil",' +
    '"traffic_source":"Search","order_id":"00000002-0000-7000-8000-000000000001",' +
    '"item_id":"00000000-0000-7000-8000-000000000001","category":"Jeans","cost":10,"item_status":"Processing",' +
    '"sale_price":25,"created_at":1700000000001}';
  await expect(host.records().frame()).resolves.toBe(JSON.stringify(`[${record}]`));
});

test('the whole window comes again at every refresh', async () => {
  source.set([sampleItem(1)]);
  const client = host.records();
  await client.frame();
  source.set([sampleItem(2), sampleItem(3)]);
  await source.refreshed();
  let records = decodeRecords(await client.frame());
  if (records.length === 1) records = decodeRecords(await client.frame());
  expect(records.map(({ order_id }) => order_id)).toEqual([sampleId(2, 2), sampleId(2, 3)]);
});

test('while the database is lost, the last frame goes on coming, also to those who come now', async () => {
  source.set([sampleItem(1)]);
  const client = host.records();
  const frame = await client.frame();
  source.failure = new Error('gone');
  await source.refreshed();
  await source.refreshed();
  expect(await client.frame()).toBe(frame);
  expect(await client.frame()).toBe(frame);
  expect(await host.records().frame()).toBe(frame);
});

test('a database that is not there yet means silence, and then the window', async () => {
  source.failure = new Error('not yet');
  const client = await host.records().opened();
  await source.refreshed();
  await source.refreshed();
  source.failure = undefined;
  source.set([sampleItem(1)]);
  expect(decodeRecords(await client.frame())).toHaveLength(1);
});

test('a query in the address and messages of the client make no difference', async () => {
  const socket = await host.raw('/ws?feed=nonsense');
  expect(String(socket.read())).toMatch(/^HTTP\/1.1 101 /);
  const client = await host.records().opened();
  client.socket.send('hello?');
  await client.frame();
  await expect(client.frame()).resolves.toBe('"[]"');
});

test('a message of more than a kilobyte ends the connection', async () => {
  const client = await host.records().opened();
  client.socket.send('x'.repeat(1_025));
  await expect(client.closed).resolves.toMatchObject({ code: 1009 });
});
