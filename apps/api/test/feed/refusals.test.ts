import { once } from 'node:events';
import { connect } from 'node:net';
import { FeedHost, refusalOf, TestClient } from './feed-host.js';
import { ScriptedWindow } from './scripted-window.js';

let host: FeedHost | undefined;

const start = async (limits = {}) => (host = await FeedHost.start(new ScriptedWindow(), limits));

afterEach(async () => {
  await host?.close();
  host = undefined;
});

test.each([
  ['?feed=orders', 'feed', 'orders'],
  ['?lookback=0', 'lookback', '0'],
  ['?lookback=1e9', 'lookback', '1e9'],
  ['?refresh=0.01', 'refresh', '0.01'],
  ['?refresh=1&refresh=2', 'refresh', '1,2'],
  ['?colour=red', 'colour', 'red'],
  ['?country=', 'country', ''],
  ['?feed=summary?', 'feed', 'summary?'],
])('%s is refused with a problem that names the parameter', async (query, field, value) => {
  const { v1 } = await start().then((started) => ({ v1: started.v1(query) }));
  await expect(refusalOf(v1)).resolves.toEqual({
    status: 400,
    type: 'application/problem+json',
    body: {
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      code: 'THELOOK_FEED_QUERY',
      detail: expect.stringContaining(field),
      field,
      value,
      allowed: expect.any(String),
    },
  });
});

test('a path that is not there is refused', async () => {
  const { port } = await start();
  const refused = await refusalOf(new TestClient(`ws://127.0.0.1:${port}/wss`));
  expect(refused).toMatchObject({ status: 404, body: { code: 'THELOOK_NOT_FOUND' } });
});

test('a subprotocol that nobody speaks is refused; among others, ours is chosen', async () => {
  const { port } = await start();
  const refused = await refusalOf(new TestClient(`ws://127.0.0.1:${port}/ws`, 'thelook.v2'));
  expect(refused).toMatchObject({
    status: 400,
    body: { field: 'Sec-WebSocket-Protocol', value: 'thelook.v2' },
  });
  const socket = await host!.raw('/ws', ['Sec-WebSocket-Protocol: thelook.v2, thelook.v1']);
  expect(String(socket.read())).toMatch(/^Sec-WebSocket-Protocol: thelook.v1\r$/m);
});

test('a handshake that is none is refused, and takes no place', async () => {
  const started = await start({ maxClients: 1 });
  const socket = await started.raw('/ws', ['Sec-WebSocket-Key: short']);
  expect(String(socket.read())).toMatch(
    /^HTTP\/1.1 400 Bad Request\r\nContent-Type: application\/problem\+json/,
  );
  await started.records().opened();
});

test('one client too many is refused until another one goes', async () => {
  const started = await start({ maxClients: 2, maxClientsPerAddress: 2 });
  const first = await started.records().opened();
  await started.v1().opened();
  await expect(refusalOf(started.records())).resolves.toMatchObject({
    status: 503,
    body: { code: 'THELOOK_TOO_MANY_CLIENTS' },
  });
  first.socket.close();
  await first.closed;
  await started.records().opened();
  await expect(started.metric('thelook_refusals_total{code="THELOOK_TOO_MANY_CLIENTS"}')).resolves.toBe(1);
});

test('one client too many from an address is refused, while another address gets in', async () => {
  const started = await start({ maxClientsPerAddress: 1 });
  await started.records().opened();
  await expect(refusalOf(started.records())).resolves.toMatchObject({
    status: 429,
    body: { code: 'THELOOK_TOO_MANY_CLIENTS_OF_ADDRESS' },
  });
  await started.records({ localAddress: '127.0.0.2' }).opened();
});

test('one window too many is refused until another one is free', async () => {
  const started = await start({ maxWindows: 2, maxWindowsPerAddress: 3 });
  const first = await started.v1('?lookback=1').opened();
  await started.v1('?lookback=2').opened();
  await started.v1('?lookback=2&feed=summary').opened();
  await expect(refusalOf(started.v1('?lookback=3'))).resolves.toMatchObject({
    status: 503,
    body: { code: 'THELOOK_TOO_MANY_WINDOWS', detail: expect.stringContaining('1 min every 0.1 s, 2 min') },
  });
  first.socket.close();
  await first.closed;
  await started.v1('?lookback=3').opened();
});

test('one view too many is refused until another one is free', async () => {
  const started = await start({ maxViews: 2, maxViewsPerAddress: 3 });
  const first = await started.v1('?country=Spain').opened();
  await started.v1('?country=Brasil').opened();
  await started.v1('?country=Brasil&country=Brasil').opened();
  await expect(refusalOf(started.v1('?country=China'))).resolves.toMatchObject({
    status: 503,
    body: { code: 'THELOOK_TOO_MANY_VIEWS' },
  });
  first.socket.close();
  await first.closed;
  await started.v1('?country=China').opened();
});

test('whoever is refused says when to try again, and lets go of the connection', async () => {
  const started = await start({ maxClients: 1 });
  await started.records().opened();
  const socket = await started.raw();
  expect(String(socket.read())).toMatch(/^Retry-After: \d+\r$/m);
  socket.resume();
  await once(socket, 'close');
});

describe('without an upgrade', () => {
  test('the answer is the refusal that an upgrade meets', async () => {
    const started = await start({ maxWindows: 1, maxViews: 2 });
    await started.v1('?lookback=2', { localAddress: '127.0.0.2' }).opened();
    for (const [query, status] of [
      ['?lookback=0', 400],
      ['?lookback=1', 503],
    ] as const) {
      const { body, ...refused } = await refusalOf(started.v1(query));
      const answer = await started.get(query);
      expect(refused).toEqual({ status, type: answer.headers.get('content-type') });
      expect({ status: answer.status, body: await answer.json() }).toEqual({ status, body });
      expect(answer.headers.has('retry-after')).toBe(status === 503);
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
    await expect(started.metric('thelook_refusals_total{code="THELOOK_TOO_MANY_WINDOWS"}')).resolves.toBe(1);
  });

  test('it is 426 while there is room, and takes none of it', async () => {
    const started = await start({ maxClients: 1, maxWindows: 1 });
    for (const query of ['', '?lookback=1', '?lookback=2']) {
      const answer = await started.get(query);
      expect(answer.status).toBe(426);
      expect(answer.headers.get('upgrade')).toBe('websocket');
      await expect(answer.json()).resolves.toMatchObject({ code: 'THELOOK_UPGRADE_REQUIRED' });
    }
    await started.v1().opened();
    expect((await started.get()).status).toBe(503);
  });

  test('whoever wants the connection to end gets that', async () => {
    const started = await start();
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      const socket = connect(started.port, '127.0.0.1');
      socket.write(`${method} /ws HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
      await once(socket.resume(), 'end');
      socket.destroy();
    }
  });
});
