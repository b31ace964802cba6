import type { FeedItem } from '@thelook/feed';
import { FeedHost, REFRESH_SECONDS, type TestClient } from './feed-host.js';
import { sampleItem, ScriptedWindow } from './scripted-window.js';

let source: ScriptedWindow;
let host: FeedHost;

beforeEach(async () => {
  source = new ScriptedWindow();
  host = await FeedHost.start(source, { resumeSeconds: 60 });
});
afterEach(() => host.close());

/** A client's view of the window, assembled as the protocol says; throws when a delta does not fit. */
class Assembled {
  items = new Map<string, FeedItem>();
  cursor = '';
  snapshots = 0;

  constructor(readonly client: TestClient) {}

  /** Reads messages until the view has these items. */
  async until(ids: readonly string[]): Promise<void> {
    do await this.step();
    while ([...this.items.keys()].sort().join() !== [...ids].sort().join());
  }

  async step(): Promise<void> {
    const message = await this.client.message();
    if (message.type === 'snapshot') {
      this.snapshots += 1;
      this.cursor = message.cursor;
      this.items = new Map(message.items.map((item) => [item.item_id, item]));
    } else if (message.type === 'delta') {
      if (message.previous !== this.cursor) throw new Error('a delta is missing');
      this.cursor = message.cursor;
      for (const id of message.removed) if (!this.items.delete(id)) throw new Error(`${id} was not there`);
      for (const item of message.added) {
        if (this.items.has(item.item_id)) throw new Error(`${item.item_id} was there already`);
        this.items.set(item.item_id, item);
      }
      for (const item of message.changed) {
        if (!this.items.has(item.item_id)) throw new Error(`${item.item_id} was not there`);
        this.items.set(item.item_id, item);
      }
    }
  }
}

const ids = (...numbers: number[]) => numbers.map((number) => sampleItem(number).item_id);

test('says hello, then sends a snapshot, then what changes', async () => {
  const items = [sampleItem(1), sampleItem(2)];
  source.set(items);
  const client = host.v1();
  await expect(client.message()).resolves.toEqual({
    type: 'hello',
    version: 1,
    feed: 'items',
    lookback_minutes: 5,
    refresh_seconds: REFRESH_SECONDS,
    filters: {},
    limits: {
      max_clients: 20_000,
      max_clients_per_address: 10_000,
      max_message_bytes: 1_024,
      max_queued_bytes: 1_048_576,
      slow_client_seconds: 30,
    },
    server: expect.stringMatching(/^thelook-api\/\d/),
  });
  const snapshot = await client.message();
  expect(snapshot).toMatchObject({ type: 'snapshot', items });
  source.set([items[1]!, sampleItem(3)]);
  for (;;) {
    const delta = await client.next('delta');
    if (delta.added.length === 0) continue;
    expect(delta).toMatchObject({ added: [sampleItem(3)], changed: [], removed: ids(1) });
    break;
  }
});

test('filters follow an item into the view and out of it', async () => {
  source.set([
    sampleItem(1),
    sampleItem(2, { country: 'Spain' }),
    sampleItem(3, { item_status: 'Complete' }),
  ]);
  const view = new Assembled(host.v1('?country=Brasil&status=Processing&status=Shipped'));
  await view.until(ids(1));
  source.set([sampleItem(1, { item_status: 'Shipped' }), sampleItem(2), sampleItem(3)]);
  await view.until(ids(1, 2, 3));
  expect(view.items.get(ids(1)[0]!)?.item_status).toBe('Shipped');
  source.set([sampleItem(1, { item_status: 'Complete' }), sampleItem(2, { country: 'Spain' })]);
  await view.until([]);
  expect(view.snapshots).toBe(1);
});

test('a summary comes at every refresh, for those items that pass', async () => {
  source.set([sampleItem(1), sampleItem(2), sampleItem(3, { country: 'Spain' })]);
  const client = host.v1('?feed=summary&country=Brasil');
  await expect(client.next('summary')).resolves.toMatchObject({ items: 2, sales: 50, cost: 20, margin: 30 });
  source.set([sampleItem(2)]);
  for (;;) if ((await client.next('summary')).items === 1) break;
  source.failure = new Error('gone');
  await client.next('status');
});

describe('resume', () => {
  test('goes on with what has changed meanwhile, and no row is lost or doubled', async () => {
    source.set([sampleItem(1), sampleItem(2)]);
    const witness = new Assembled(host.v1());
    const view = new Assembled(host.v1());
    await view.until(ids(1, 2));
    view.client.socket.terminate();
    source.set([sampleItem(2, { age: 31 }), sampleItem(3), sampleItem(4)]);
    await witness.until(ids(2, 3, 4));
    source.set([sampleItem(2, { age: 32 }), sampleItem(4), sampleItem(5)]);
    await witness.until(ids(2, 4, 5));

    const again = new Assembled(host.v1(`?resume=${view.cursor}`));
    Object.assign(again, { items: view.items, cursor: view.cursor });
    await again.until(ids(2, 4, 5));
    expect(again.snapshots).toBe(0);
    expect([...again.items.values()].map(({ age }) => age).sort()).toEqual([30, 30, 32]);
  });

  test('works for the only client there is, though nobody looked in between', async () => {
    source.set([sampleItem(1)]);
    const view = new Assembled(host.v1());
    await view.until(ids(1));
    view.client.socket.terminate();
    await view.client.closed;
    source.set([sampleItem(2)]);
    const again = new Assembled(host.v1(`?resume=${view.cursor}`));
    Object.assign(again, { items: view.items, cursor: view.cursor });
    await again.until(ids(2));
    expect(again.snapshots).toBe(0);
  });

  test.each(['nonsense', 'AAAAAAAAAAAA.1', 'a.b.c'])(
    'takes a snapshot for a cursor it does not know: %s',
    async (cursor) => {
      source.set([sampleItem(1)]);
      const view = new Assembled(host.v1(`?resume=${cursor}`));
      await view.until(ids(1));
      expect(view.snapshots).toBe(1);
    },
  );

  test('takes a snapshot for the cursor of other filters', async () => {
    source.set([sampleItem(1)]);
    const view = new Assembled(host.v1());
    await view.until(ids(1));
    const other = new Assembled(host.v1(`?country=Brasil&resume=${view.cursor}`));
    await other.until(ids(1));
    expect(other.snapshots).toBe(1);
  });
});

describe('the database', () => {
  test('being lost is told once, and being back, too', async () => {
    source.set([sampleItem(1)]);
    const client = host.v1();
    const { at } = await client.next('snapshot');
    source.failure = new Error('gone');
    const lost = await client.next('status');
    expect(lost).toMatchObject({ database: 'lost', since: expect.any(Number) });
    expect(lost.stale_since).toBeGreaterThanOrEqual(at);
    await source.refreshed();
    await source.refreshed();
    source.failure = undefined;
    await expect(client.message()).resolves.toMatchObject({
      type: 'status',
      database: 'up',
      stale_since: null,
    });
    await expect(client.message()).resolves.toMatchObject({ type: 'delta' });
  });

  test('being lost is told to those who come then, with what there is', async () => {
    source.set([sampleItem(1)]);
    const first = host.v1();
    await first.next('snapshot');
    source.failure = new Error('gone');
    await first.next('status');
    const client = host.v1();
    await expect(client.message()).resolves.toMatchObject({ type: 'hello' });
    await expect(client.message()).resolves.toMatchObject({ type: 'status', database: 'lost' });
    await expect(client.message()).resolves.toMatchObject({ type: 'snapshot', items: [sampleItem(1)] });
  });

  test('being back is not told to those who come after', async () => {
    const first = host.v1();
    await first.next('snapshot');
    source.failure = new Error('gone');
    await first.next('status');
    source.failure = undefined;
    await first.next('status');
    const client = host.v1();
    await expect(client.message()).resolves.toMatchObject({ type: 'hello' });
    await expect(client.message()).resolves.toMatchObject({ type: 'snapshot' });
  });
});

test('a client that says something is told not to, and closed with 1008', async () => {
  const client = await host.v1().opened();
  client.socket.send('{}');
  await expect(client.next('error')).resolves.toMatchObject({ code: 'THELOOK_UNEXPECTED_MESSAGE' });
  await expect(client.closed).resolves.toMatchObject({ code: 1008 });
});
