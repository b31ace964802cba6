import { decodeRecords } from '@thelook/feed';
import type { Socket } from 'node:net';
import { FeedHost, type TestClient } from './feed-host.js';
import { sampleItem, ScriptedWindow } from './scripted-window.js';

/** Together a frame of many megabytes, which no kernel takes for somebody who does not read; and few, so quickly made. */
const MANY = 600;
const country = 'Brasil'.repeat(3_500);

let source: ScriptedWindow;
let host: FeedHost;

const items = (age: number) =>
  Array.from({ length: MANY }, (_, number) => sampleItem(number, { age, country }));

afterEach(() => host.close());

/** A client that stops reading as soon as it is connected. */
async function stopped(client: TestClient): Promise<TestClient> {
  client.socket.once('open', () => client.socket.pause());
  return client.opened();
}

test('a client that stops reading skips what it missed, gets the newest state, and nobody else notices', async () => {
  source = new ScriptedWindow();
  host = await FeedHost.start(source);
  source.set(items(1));
  const slow = await stopped(host.records());
  const quick = host.records();
  await quick.frame();
  while ((await host.metric('thelook_ws_slow_clients')) === 0) await quick.frame();
  source.set(items(2));
  while (!(await quick.frame()).includes('\\"age\\":2')) await source.refreshed();
  const skipped = await host.metric('thelook_frames_skipped_total');
  for (let round = 0; round < 4; round += 1) await quick.frame();
  expect(await host.metric('thelook_frames_skipped_total')).toBeGreaterThan(skipped);

  slow.socket.resume();
  let frames = 0;
  for (let frame = ''; !frame.includes('\\"age\\":2'); frames += 1) {
    frame = await slow.frame();
    // Whole, and not one of those that it has missed.
    expect(decodeRecords(frame)).toHaveLength(MANY);
  }
  expect(frames).toBeLessThanOrEqual(4);
});

test('a client of thelook.v1 gets one delta for all that it missed', async () => {
  source = new ScriptedWindow();
  host = await FeedHost.start(source);
  const all = items(1);
  source.set(all);
  const slow = await stopped(host.v1());
  const quick = host.v1('?feed=summary');
  await quick.next('summary');
  while ((await host.metric('thelook_ws_slow_clients')) !== 1) await quick.next('summary');
  for (const number of [1, 2, 3]) {
    source.set([...all, ...Array.from({ length: number }, (_, more) => sampleItem(MANY + more))]);
    while ((await quick.next('summary')).items !== MANY + number);
  }
  slow.socket.resume();
  const snapshot = await slow.next('snapshot');
  expect(snapshot.items).toHaveLength(MANY);
  const delta = await slow.message();
  expect(delta).toMatchObject({ type: 'delta', previous: snapshot.cursor });
  expect(delta).toHaveProperty('added.length', 3);
});

test('a client that has not read in time is closed with 1013', async () => {
  source = new ScriptedWindow();
  host = await FeedHost.start(source, { slowClientSeconds: 0.3 });
  source.set(items(1));
  const slow = await stopped(host.records());
  // Its frames are so small that nothing ever waits for it, however busy the machine.
  const quick = host.v1('?feed=summary');
  while (!((await host.metric('thelook_evictions_total{reason="slow"}')) === 1)) await quick.next('summary');
  slow.socket.resume();
  await expect(slow.closed).resolves.toMatchObject({ code: 1013 });
  expect(await host.metric('thelook_ws_slow_clients')).toBe(0);
  await quick.next('summary');
});

test('what waits for a client stays one frame, however long it does not read', async () => {
  source = new ScriptedWindow();
  host = await FeedHost.start(source, { maxQueuedBytes: 1_000, slowClientSeconds: 600, pingSeconds: 600 });
  source.set(items(1));
  let served: Socket | undefined;
  host.onUpgrade = (socket) => (served ??= socket);
  await stopped(host.v1());
  const quick = host.v1();
  const { length } = JSON.stringify(await quick.next('snapshot'));
  for (let round = 2; round < 6; round += 1) {
    source.set(items(round));
    // All that is left to say is everything.
    while ((await quick.next('snapshot')).items[0]?.age !== round);
  }
  expect(served?.writableLength).toBeGreaterThan(0);
  // The headers of its fragments come on top.
  expect(served?.writableLength).toBeLessThanOrEqual(1.001 * length);
});
