import { once } from 'node:events';
import type { Socket } from 'node:net';
import { FeedHost, until } from './feed-host.js';
import { ScriptedWindow } from './scripted-window.js';

let host: FeedHost;

afterEach(() => host.close());

test('a peer that answers no ping is cut off, one that answers stays', async () => {
  host = await FeedHost.start(new ScriptedWindow(), { pingSeconds: 0.5 });
  const alive = await host.records().opened();
  const dead = await host.raw();
  dead.resume();
  await once(dead, 'close');
  expect(await host.metric('thelook_evictions_total{reason="dead"}')).toBe(1);
  let pings = 0;
  while (pings < 2) {
    await once(alive.socket, 'ping');
    pings += 1;
  }
  expect(alive.socket.readyState).toBe(alive.socket.OPEN);
});

test('pings of many clients do not come all at once', async () => {
  host = await FeedHost.start(new ScriptedWindow(), { pingSeconds: 0.6 });
  const clients = await Promise.all(Array.from({ length: 30 }, () => host.records().opened()));
  const moments = await Promise.all(
    clients.map(async ({ socket }) => {
      await once(socket, 'ping');
      return performance.now();
    }),
  );
  expect(Math.max(...moments) - Math.min(...moments)).toBeGreaterThan(300);
});

test('a ping goes out together with a frame, where there is one soon', async () => {
  host = await FeedHost.start(new ScriptedWindow(), { pingSeconds: 30 });
  const client = await host.raw('/ws?feed=summary&refresh=0.1', ['Sec-WebSocket-Protocol: thelook.v1']);
  const [pinged] = await new Promise<Buffer[]>((resolve) => {
    client.on('data', (chunk: Buffer) => chunk.includes(Buffer.from([0x89, 8])) && resolve([chunk]));
  });
  expect(pinged!.length).toBeGreaterThan(100);
});

/** A frame without payload, masked with zeros, as a client has to. */
const pong = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);
const ping = Buffer.concat([Buffer.from([0x89, 0xfd, 0, 0, 0, 0]), Buffer.alloc(125)]);

test('a peer that sends pongs without reading the pings is cut off like one that is silent', async () => {
  host = await FeedHost.start(new ScriptedWindow(), { pingSeconds: 0.5 });
  let served: Socket | undefined;
  host.onUpgrade = (socket) => (served = socket);
  const zombie = await host.raw('/ws?feed=summary', ['Sec-WebSocket-Protocol: thelook.v1']);
  const timer = setInterval(() => zombie.write(pong), 20);
  await once(served!, 'close');
  clearInterval(timer);
  expect(await host.metric('thelook_evictions_total{reason="dead"}')).toBe(1);
});

test('a peer that reads nothing is counted and closed, though none of our frames is what waits for it', async () => {
  host = await FeedHost.start(new ScriptedWindow(), { slowClientSeconds: 2, pingSeconds: 60 });
  let served: Socket | undefined;
  host.onUpgrade = (socket) => (served ??= socket);
  const zombie = await host.raw();
  const closed = once(served!, 'close');
  // Past what any kernel takes for somebody who does not read.
  served!.write(Buffer.alloc(20_000_000));
  const queued = served!.writableLength;
  expect(queued).toBeGreaterThan(0);
  const before = served!.bytesRead;
  zombie.write(Buffer.concat([ping, ping, ping]));
  await until(() => served!.bytesRead === before + 3 * ping.length);
  // Of pings that cannot be answered the newest will be, so that pongs do not pile up.
  expect(served!.writableLength).toBeLessThanOrEqual(queued);
  await expect(host.metric('thelook_ws_slow_clients')).resolves.toBe(1);
  await closed;
  expect(await host.metric('thelook_evictions_total{reason="slow"}')).toBe(1);
});

test.each([
  ['pings', ping],
  ['pongs', pong],
  ['messages', Buffer.from([0x81, 0x80, 0, 0, 0, 0])],
])('a peer that sends %s without end is closed', async (_, frame) => {
  host = await FeedHost.start(new ScriptedWindow());
  const chatty = await host.raw();
  chatty.write(Buffer.concat(Array.from({ length: 1_000 }, () => frame)));
  let answer = '';
  for await (const chunk of chatty) answer += String(chunk);
  expect(answer.endsWith('too many messages')).toBe(true);
  expect(await host.metric('thelook_evictions_total{reason="message"}')).toBe(1);
});

test('a message in more parts than one could need is too much', async () => {
  host = await FeedHost.start(new ScriptedWindow());
  const chatty = await host.raw();
  const part = Buffer.from([0x00, 0x80, 0, 0, 0, 0]);
  chatty.write(
    Buffer.concat([Buffer.from([0x01, 0x80, 0, 0, 0, 0]), ...Array.from({ length: 100 }, () => part)]),
  );
  chatty.resume();
  await once(chatty, 'close');
});

test("a client's own pings are answered", async () => {
  host = await FeedHost.start(new ScriptedWindow());
  const client = await host.records().opened();
  client.socket.ping('are you there?');
  const [answer] = await once(client.socket, 'pong');
  expect(String(answer)).toBe('are you there?');
});

test('a server that goes away says so with 1001, and waits for nobody who does not answer', async () => {
  host = await FeedHost.start(new ScriptedWindow());
  const client = await host.records().opened();
  const deaf = await host.raw();
  const started = performance.now();
  await host.feed.close(300);
  expect(performance.now() - started).toBeLessThan(2_000);
  await expect(client.closed).resolves.toEqual({ code: 1001, reason: 'the server is going away' });
  deaf.resume();
  await once(deaf, 'close');
  const late = await host.raw();
  expect(String(late.read())).toMatch(/^HTTP\/1.1 503 /);
});
