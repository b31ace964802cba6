import { FeedHost } from './feed-host.js';
import { sampleItem, ScriptedWindow } from './scripted-window.js';

let source: ScriptedWindow;
let host: FeedHost;

afterEach(() => host.close());

test('a window is read once per refresh, however many look at it, and one view is kept', async () => {
  source = new ScriptedWindow();
  host = await FeedHost.start(source);
  const clients = Array.from({ length: 30 }, (_, number) =>
    number % 3 === 0 ? host.records() : host.v1(number % 3 === 1 ? '' : '?feed=summary'),
  );
  await Promise.all(clients.map((client) => client.frame()));
  // The others may have frames that nobody has read yet.
  const latest = host.records();
  await latest.frame();
  const { refreshes } = source;
  for (let frames = 0; frames < 5; frames += 1) await latest.frame();
  // One more may have begun on either side.
  expect(source.refreshes - refreshes).toBeGreaterThanOrEqual(4);
  expect(source.refreshes - refreshes).toBeLessThanOrEqual(6);
  expect(source.openViews).toBe(1);
  expect(await host.metric('thelook_windows')).toBe(1);
  expect(await host.metric('thelook_views')).toBe(3);
});

test('nothing is read while nobody looks, and windows that nobody comes back to are closed', async () => {
  source = new ScriptedWindow();
  host = await FeedHost.start(source, { resumeSeconds: 0.5 });
  const client = host.records();
  await client.frame();
  client.socket.close();
  await client.closed;
  const { refreshes } = source;
  // As long as five refreshes would take.
  while (source.openViews > 0) await new Promise((resolve) => setImmediate(resolve));
  expect(source.refreshes - refreshes).toBeLessThanOrEqual(1);
  expect(await host.metric('thelook_views')).toBe(0);
  source.set([sampleItem(1)]);
  await expect(host.records().frame()).resolves.toContain(sampleItem(1).order_id);
});

test('a view stays for as long as somebody looks, however long that is', async () => {
  source = new ScriptedWindow();
  host = await FeedHost.start(source, { resumeSeconds: 0.1 });
  const clients = [host.v1('?country=Brasil'), host.v1('?lookback=1'), host.v1(), host.records()];
  await Promise.all(clients.map((client) => client.frame()));
  for (let frames = 0; frames < 8; frames += 1) await Promise.all(clients.map((client) => client.frame()));
  expect(await host.metric('thelook_views')).toBe(4);
});

test('a state that is fresh is sent at once, without another query', async () => {
  source = new ScriptedWindow();
  host = await FeedHost.start(source);
  await host.v1('?refresh=3600').next('snapshot');
  const { refreshes } = source;
  await host.v1('?refresh=3600').next('snapshot');
  await host.v1('?refresh=3600&country=Brasil').next('snapshot');
  expect(source.refreshes).toBe(refreshes);
});
