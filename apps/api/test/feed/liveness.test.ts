import { once } from 'node:events';
import { FeedHost } from './feed-host.js';
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
