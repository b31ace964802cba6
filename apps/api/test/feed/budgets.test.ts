import { decodeRecords } from '@thelook/feed';
import { notReady } from '../../src/readiness.js';
import { WindowTooLargeError } from '../../src/window/errors.js';
import { ItemJson } from '../../src/window/item-json.js';
import { FeedHost, refusalOf } from './feed-host.js';
import { sampleItem, ScriptedWindow } from './scripted-window.js';

let source: ScriptedWindow;
let host: FeedHost;

afterEach(() => host.close());

const items = (count: number) => Array.from({ length: count }, (_, number) => sampleItem(number));
const ready = () =>
  notReady(host.feed.channels.windows(), async () => undefined, host.feed.channels.defaultOverload);

/** Asks until nothing refuses any more. */
async function untilLetIn(
  connect: () => ReturnType<FeedHost['records']>,
): Promise<ReturnType<FeedHost['records']>> {
  for (;;) {
    const client = connect();
    const isIn = await Promise.race([client.opened().then(() => true), refusalOf(client).then(() => false)]);
    if (isIn) return client;
  }
}

test('a records message past its limit closes with 4413 and a reason, refuses newcomers, and comes back', async () => {
  source = new ScriptedWindow();
  host = await FeedHost.start(source, { maxRecordsBytes: 5_000 });
  source.set(items(5));
  const client = host.records();
  expect(decodeRecords(await client.frame())).toHaveLength(5);
  const other = host.v1('?feed=summary');
  await other.next('summary');
  source.set(items(50));
  await expect(client.closed).resolves.toEqual({
    code: 4413,
    reason: expect.stringMatching(/^the message would have \d+ bytes, allowed: 5000$/),
  });
  await expect(refusalOf(host.records())).resolves.toMatchObject({
    status: 503,
    body: { code: 'THELOOK_RECORDS_TOO_LARGE', detail: expect.stringContaining('MAX_RECORDS_BYTES') },
  });
  expect(await ready()).toContain('MAX_RECORDS_BYTES');
  // Nobody else notices.
  while ((await other.next('summary')).items !== 50);
  source.set(items(5));
  const again = await untilLetIn(() => host.records());
  expect(decodeRecords(await again.frame())).toHaveLength(5);
  expect(await ready()).toBeUndefined();
});

test('nobody has to be there for the default feed to come back', async () => {
  source = new ScriptedWindow();
  host = await FeedHost.start(source, { maxRecordsBytes: 5_000, resumeSeconds: 0.2 });
  source.set(items(50));
  const client = host.records();
  await expect(client.closed).resolves.toMatchObject({ code: 4413 });
  await expect(refusalOf(host.records())).resolves.toMatchObject({ status: 503 });
  source.set(items(1));
  const again = await untilLetIn(() => host.records());
  expect(decodeRecords(await again.frame())).toHaveLength(1);
});

test('a window that there is no room for is told, with a code, and comes back', async () => {
  source = new ScriptedWindow();
  host = await FeedHost.start(source);
  source.set(items(3));
  const [records, all, figures] = [host.records(), host.v1(), host.v1('?feed=summary')];
  await records.frame();
  await all.next('snapshot');
  await figures.next('summary');
  source.failure = new WindowTooLargeError(5, '3000000 order items');
  for (const client of [all, figures]) {
    await expect(client.next('error')).resolves.toMatchObject({
      code: 'THELOOK_WINDOW_TOO_LARGE',
      message: expect.stringContaining('3000000 order items'),
    });
    await expect(client.closed).resolves.toMatchObject({ code: 4413 });
  }
  await expect(records.closed).resolves.toEqual({
    code: 4413,
    reason: 'the window holds more than 3000000 order items',
  });
  for (const client of [host.records(), host.v1(), host.v1('?feed=summary')]) {
    await expect(refusalOf(client)).resolves.toMatchObject({
      status: 503,
      body: { code: 'THELOOK_WINDOW_TOO_LARGE' },
    });
  }
  expect(await ready()).toContain('3000000 order items');
  source.failure = undefined;
  const again = await untilLetIn(() => host.v1());
  await expect(again.next('snapshot')).resolves.toHaveProperty('items.length', 3);
  expect(await ready()).toBeUndefined();
});

test('views share their bytes, and those of the default window have their own', async () => {
  source = new ScriptedWindow();
  host = await FeedHost.start(source, { maxViewBytes: 150_000 });
  source.set(items(200));
  const all = host.v1();
  await all.next('snapshot');
  const first = host.v1('?country=Brasil');
  await expect(first.next('snapshot')).resolves.toHaveProperty('items.length', 200);
  const second = host.v1('?department=Women');
  await expect(second.next('error')).resolves.toMatchObject({
    code: 'THELOOK_VIEW_TOO_LARGE',
    message: expect.stringContaining('150000'),
  });
  await expect(second.closed).resolves.toMatchObject({ code: 4413 });
  await expect(refusalOf(host.v1('?department=Women'))).resolves.toMatchObject({
    status: 503,
    body: { code: 'THELOOK_VIEW_TOO_LARGE' },
  });
  // That somebody has asked for more than there is room for is no reason to be restarted.
  expect(await ready()).toBeUndefined();
  await host.records().frame();
  await host.v1('?feed=summary').next('summary');
  await first.next('delta');
  await all.next('delta');
});

test('a view that was refused costs nothing until there may be room for it, and is then there', async () => {
  source = new ScriptedWindow();
  host = await FeedHost.start(source, { maxViewBytes: 100_000 });
  source.set(items(400));
  // Who is there all the time.
  const figures = host.v1('?feed=summary');
  const refreshedWith = async (count: number) => {
    source.set(items(count));
    while ((await figures.next('summary')).items !== count);
  };
  await expect(host.v1('?country=Brasil').closed).resolves.toMatchObject({ code: 4413 });
  const { itemBytes } = ItemJson.prototype;
  let looked = 0;
  ItemJson.prototype.itemBytes = function (slot) {
    looked += 1;
    return itemBytes.call(this, slot);
  };
  try {
    for (const count of [401, 402, 403]) await refreshedWith(count);
    // At what has come, and not at all that there is.
    expect(looked).toBeLessThan(100);
  } finally {
    ItemJson.prototype.itemBytes = itemBytes;
  }
  source.set(items(100));
  const again = await untilLetIn(() => host.v1('?country=Brasil'));
  await expect(again.next('snapshot')).resolves.toHaveProperty('items.length', 100);
});

test('the plain feeds of the default window are open to everybody, whatever windows and views others take', async () => {
  source = new ScriptedWindow();
  host = await FeedHost.start(source, {
    ...{ maxWindows: 3, maxViews: 5, maxWindowsPerAddress: 9, maxViewsPerAddress: 9 },
  });
  source.set(items(1));
  for (const minutes of [1, 2, 3]) await host.v1(`?lookback=${minutes}`).opened();
  for (const country of ['Spain', 'China']) await host.v1(`?country=${country}`).opened();
  await expect(refusalOf(host.v1('?country=Japan'))).resolves.toMatchObject({
    body: { code: 'THELOOK_TOO_MANY_VIEWS' },
  });
  await host.records().frame();
  await host.v1().next('snapshot');
  await host.v1('?feed=summary').next('summary');
});

test('a view that fails ends neither the process nor the other views', async () => {
  source = new ScriptedWindow();
  host = await FeedHost.start(source);
  source.set(items(3));
  const [records, figures] = [host.records(), host.v1('?feed=summary')];
  await records.frame();
  await figures.next('summary');
  // What a text longer than V8 allows does.
  const { item } = ItemJson.prototype;
  ItemJson.prototype.item = () => {
    throw new RangeError('Invalid string length');
  };
  try {
    const client = host.v1();
    await expect(client.next('error')).resolves.toMatchObject({ code: 'THELOOK_VIEW_FAILED' });
    await expect(client.closed).resolves.toMatchObject({ code: 1011 });
    await records.frame();
    await figures.next('summary');
  } finally {
    ItemJson.prototype.item = item;
  }
  await expect(host.v1().next('snapshot')).resolves.toHaveProperty('items.length', 3);
});
