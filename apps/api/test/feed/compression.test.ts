import { FeedHost } from './feed-host.js';
import { sampleItem, ScriptedWindow } from './scripted-window.js';

const items = Array.from({ length: 300 }, (_, number) => sampleItem(number));
let host: FeedHost;

afterEach(() => host.close());

const offers = (offer: string) => [`Sec-WebSocket-Extensions: ${offer}`];

test('is not on unless it is asked for', async () => {
  host = await FeedHost.start(new ScriptedWindow());
  const client = await host.records({ perMessageDeflate: true }).opened();
  expect(client.socket.extensions).toBe('');
});

test('compressed frames read as the others do, and are smaller', async () => {
  const source = new ScriptedWindow();
  source.set(items);
  host = await FeedHost.start(source, { compress: true });
  const compressed = host.records({ perMessageDeflate: true });
  const plain = host.records();
  const frame = await plain.frame();
  expect(compressed.socket.extensions).toContain('permessage-deflate');
  await expect(compressed.frame()).resolves.toBe(frame);
  // Frames are independent of each other: later ones can be read, too.
  await expect(compressed.frame()).resolves.toBe(frame);
  const sent = await host.metric('thelook_bytes_sent_total');
  const frames = await host.metric('thelook_frames_sent_total');
  expect(sent / frames).toBeLessThan(0.7 * frame.length);
});

test('a message of several megabytes is compressed in pieces, and reads as it does without', async () => {
  const source = new ScriptedWindow();
  source.set(Array.from({ length: 8_000 }, (_, number) => sampleItem(number)));
  host = await FeedHost.start(source, { compress: true });
  const compressed = await host.records({ perMessageDeflate: true }).opened();
  const frame = await compressed.frame();
  const sent = await host.metric('thelook_bytes_sent_total');
  const frames = await host.metric('thelook_frames_sent_total');
  expect(sent / frames).toBeLessThan(0.5 * frame.length);
  await expect(host.records().frame()).resolves.toBe(frame);
  const snapshot = await host.v1('', { perMessageDeflate: true }).next('snapshot');
  expect(snapshot.items).toHaveLength(8_000);
});

test('a client with a small window gets what it can read', async () => {
  host = await FeedHost.start(new ScriptedWindow(), { compress: true });
  const small = await host.raw('/ws', offers('permessage-deflate; server_max_window_bits=10'));
  const answer = String(small.read());
  expect(answer).toMatch(/^HTTP\/1.1 101 /);
  expect(answer).not.toContain('permessage-deflate');
  const full = await host.raw('/ws', offers('permessage-deflate; client_max_window_bits'));
  expect(String(full.read())).toContain('server_no_context_takeover');
});
