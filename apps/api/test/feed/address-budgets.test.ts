import { once } from 'node:events';
import type { Socket } from 'node:net';
import { FeedHost, refusalOf, until } from './feed-host.js';
import { sampleItem, ScriptedWindow } from './scripted-window.js';

let host: FeedHost;
let source: ScriptedWindow;

async function start(limits: Parameters<typeof FeedHost.start>[1] = {}): Promise<void> {
  source = new ScriptedWindow();
  host = await FeedHost.start(source, limits);
}

afterEach(() => host.close());

const elsewhere = { localAddress: '127.0.0.2' };

test('eight clients of one address, each with a window of its own, shut nobody out', async () => {
  await start();
  const hostile = Array.from({ length: 8 }, (_, number) => host.v1(`?lookback=${number + 10}`, elsewhere));
  const ends = await Promise.all(hostile.map((client) => Promise.race([client.opened(), refusalOf(client)])));
  const refused = ends.filter((end) => 'status' in end);
  expect(refused).toHaveLength(4);
  for (const refusal of refused) {
    expect(refusal).toMatchObject({ status: 429, body: { code: 'THELOOK_TOO_MANY_WINDOWS_OF_ADDRESS' } });
  }
  await host.records().frame();
  await host.v1().next('snapshot');
  await host.v1('?feed=summary').next('summary');
  await host.v1('?lookback=77').next('snapshot');
  // Of those who are refused, too, the plain feeds are for all.
  await host.records(elsewhere).frame();
});

test('clients of one address with filters of their own take half of the views', async () => {
  await start({ maxViews: 4 });
  await host.v1('?country=Spain', elsewhere).opened();
  await host.v1('?country=Brasil', elsewhere).opened();
  await expect(refusalOf(host.v1('?country=China', elsewhere))).resolves.toMatchObject({
    status: 429,
    body: { code: 'THELOOK_TOO_MANY_VIEWS_OF_ADDRESS' },
  });
  await host.v1('?country=China').opened();
  await host.v1('?country=China', elsewhere).opened();
});

test('one address takes at most half of the clients that others leave', async () => {
  await start({ maxClients: 6 });
  for (let number = 0; number < 3; number += 1) await host.records(elsewhere).opened();
  await expect(refusalOf(host.records(elsewhere))).resolves.toMatchObject({
    status: 429,
    body: { code: 'THELOOK_TOO_MANY_CLIENTS_OF_ADDRESS' },
  });
  await host.records().opened();
  await host.records().opened();
  await host.records({ localAddress: '127.0.0.3' }).opened();
});

test('who comes again and again for the whole window has to wait in between, and nobody else', async () => {
  await start({ snapshotBytesPerSecond: 2_000 });
  source.set(Array.from({ length: 30 }, (_, number) => sampleItem(number)));
  const steady = host.v1();
  const { cursor } = await steady.next('snapshot');
  let refused;
  for (let visit = 0; visit < 20 && !refused; visit += 1) {
    const client = host.v1('', elsewhere);
    refused = await Promise.race([client.next('snapshot').then(() => undefined), refusalOf(client)]);
    client.socket.terminate();
  }
  expect(refused).toMatchObject({ status: 429, body: { code: 'THELOOK_TOO_MANY_SNAPSHOTS_OF_ADDRESS' } });
  const [, response] = await once(host.v1('', elsewhere).socket, 'unexpected-response');
  expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
  // Others have their own.
  await host.v1(`?resume=${cursor}`).next('delta');
});

test('of the clients that do not read, one address keeps half of the places', async () => {
  await start({ maxSlowClients: 4, slowClientSeconds: 6 });
  const served: Socket[] = [];
  host.onUpgrade = (socket) => served.push(socket);
  for (let number = 0; number < 4; number += 1) await host.raw();
  const quick = host.records();
  await quick.frame();
  // Past what any kernel takes for somebody who does not read.
  for (const socket of served.slice(0, 4)) socket.write(Buffer.alloc(20_000_000));
  const gone = () => served.filter(({ destroyed }) => destroyed).length;
  await until(() => gone() === 2);
  await expect(host.metric('thelook_ws_slow_clients')).resolves.toBe(2);
  await quick.frame();
});
