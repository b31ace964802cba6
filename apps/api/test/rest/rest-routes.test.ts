import { once } from 'node:events';
import { connect } from 'node:net';
import { summarize, type FeedItem } from '@thelook/feed';
import { parse } from 'csv-parse/sync';
import { WindowTooLargeError } from '../../src/window/errors.js';
import type { FullWindow } from '../../src/rest/window-reader.js';
import { sampleItem } from '../feed/scripted-window.js';
import { RestHost } from './rest-host.js';

const at = 1_700_000_060_000;
const items = [
  sampleItem(1),
  sampleItem(3, { country: 'Spain', product_name: null }),
  sampleItem(2, { country: 'Spain', item_status: 'Complete', product_name: 'Tee, "Loose"' }),
];
const newestFirst = [items[1]!, items[2]!, items[0]!];
const lookbacks: number[] = [];

async function readWindow(lookbackMinutes: number): Promise<FullWindow> {
  lookbacks.push(lookbackMinutes);
  return { at, items: [...items] };
}

describe('order items', () => {
  test('are one JSON object by default, the newest first', async () => {
    await using host = await RestHost.start(readWindow);
    const response = await host.get('/api/v1/order-items');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('vary')).toBe('Accept');
    await expect(response.json()).resolves.toEqual({
      ...{ at, lookback_minutes: 5, filters: {} },
      items: newestFirst,
    });
  });

  test('are one JSON object a line as NDJSON', async () => {
    await using host = await RestHost.start(readWindow);
    const response = await host.get('/api/v1/order-items', 'application/x-ndjson');
    expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    const lines = (await response.text()).split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.map((line) => JSON.parse(line) as FeedItem)).toEqual(newestFirst);
  });

  test('are a table as CSV, with keys in the order of the wire', async () => {
    await using host = await RestHost.start(readWindow);
    const response = await host.get('/api/v1/order-items', 'text/csv');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    const [header, ...rows] = parse(await response.text(), { record_delimiter: '\r\n' }) as string[][];
    expect(header).toEqual(Object.keys(items[0]!));
    expect(rows).toEqual(
      newestFirst.map((item) => Object.values(item).map((value) => (value === null ? '' : String(value)))),
    );
  });

  test.each([['application/json'], ['application/x-ndjson'], ['text/csv']])(
    'can be none, as %s, and thousands',
    async (accept) => {
      let count = 0;
      await using host = await RestHost.start(async () => ({
        at,
        items: Array.from({ length: count }, (_, number) => sampleItem(number)),
      }));
      for (count of [0, 1, 500, 501, 3_000]) {
        const text = await (await host.get('/api/v1/order-items', accept)).text();
        const lines = text.split('\n').length - 1;
        if (accept === 'application/json') expect(JSON.parse(text).items).toHaveLength(count);
        else expect(lines).toBe(accept === 'text/csv' ? count + 1 : count);
      }
    },
  );

  test('are those of the lookback and the filters asked for', async () => {
    await using host = await RestHost.start(readWindow);
    const query = '?lookback=2.5&country=Spain&country=Japan&status=Complete';
    const response = await host.get(`/api/v1/order-items${query}`);
    await expect(response.json()).resolves.toEqual({
      ...{ at, lookback_minutes: 2.5, items: [items[2]] },
      filters: { country: ['Japan', 'Spain'], status: ['Complete'] },
    });
    expect(lookbacks.at(-1)).toBe(2.5);
  });
});

describe('the summary', () => {
  test('is the one of the feed, as JSON and as a line', async () => {
    await using host = await RestHost.start(readWindow);
    const expected = summarize(items, { at, lookbackMinutes: 5 });
    const json = await host.get('/api/v1/summary', 'application/json');
    await expect(json.json()).resolves.toEqual(expected);
    const line = await (await host.get('/api/v1/summary', 'application/x-ndjson')).text();
    expect(line).toBe(`${JSON.stringify(expected)}\n`);
  });

  test('is one line for all and one for each group as CSV', async () => {
    await using host = await RestHost.start(readWindow);
    const text = await (await host.get('/api/v1/summary?country=Spain', 'text/csv')).text();
    expect(text.split('\r\n')).toEqual([
      'by,key,orders,items,sales,cost,margin',
      'all,,2,2,50,20,30',
      'country,Spain,,2,50,20,30',
      'traffic_source,Search,,2,50,20,30',
      'category,Jeans,,2,50,20,30',
      'status,Complete,,1,25,10,15',
      'status,Processing,,1,25,10,15',
      'department,Women,,2,50,20,30',
      'age,30-39,,2,50,20,30',
      '',
    ]);
  });
});

describe('a problem', () => {
  test.each([
    ['/api/v1/order-items?lookback=0', 'lookback', '0'],
    ['/api/v1/summary?colour=red', 'colour', 'red'],
    ['/api/v1/summary?refresh=1', 'refresh', '1'],
  ])('%s names the parameter', async (path, field, value) => {
    await using host = await RestHost.start(readWindow);
    const response = await host.get(path);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    await expect(response.json()).resolves.toMatchObject({ status: 400, field, value });
  });

  test('tells which types can be had', async () => {
    await using host = await RestHost.start(readWindow);
    const response = await host.get('/api/v1/summary', 'application/xml');
    expect(response.status).toBe(406);
    await expect(response.json()).resolves.toMatchObject({
      ...{ code: 'THELOOK_NOT_ACCEPTABLE', field: 'Accept', value: 'application/xml' },
      allowed: 'application/json, application/x-ndjson, text/csv',
    });
  });

  test('of a database that is not there comes without its details, and says to try again', async () => {
    await using host = await RestHost.start(() => Promise.reject(new Error('password of admin is wrong')));
    const response = await host.get('/api/v1/order-items');
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ code: 'THELOOK_WINDOW_UNAVAILABLE' });
    expect(text).not.toContain('password');
  });

  test('of a window that is too large names the lookback', async () => {
    await using host = await RestHost.start((minutes) =>
      Promise.reject(new WindowTooLargeError(minutes, '10 order items')),
    );
    const response = await host.get('/api/v1/order-items?lookback=60');
    expect(response.status).toBe(413);
    await expect(response.json()).resolves.toMatchObject({
      ...{ code: 'THELOOK_WINDOW_TOO_LARGE', field: 'lookback', value: '60' },
    });
  });
});

test('one window is read at a time, and whoever is too many is told to come back', async () => {
  let reading = 0;
  let most = 0;
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  await using host = await RestHost.start(async () => {
    reading += 1;
    most = Math.max(most, reading);
    await opened;
    reading -= 1;
    return { at, items };
  });
  let refused = 0;
  const answers = Array.from({ length: 80 }, async () => {
    const { status } = await host.get('/api/v1/summary');
    if (status === 503) refused += 1;
    if (refused === 12) open();
    return status;
  });
  const statuses = await Promise.all(answers);
  expect(statuses.filter((status) => status === 200)).toHaveLength(68);
  expect(statuses.filter((status) => status === 503)).toHaveLength(12);
  expect(most).toBe(1);
});

test('clients that go away in the middle leave their places to others', async () => {
  const many = Array.from({ length: 20_000 }, (_, number) => sampleItem(number));
  await using host = await RestHost.start(async () => ({ at, items: many }));
  const port = Number(new URL(host.url).port);
  for (let client = 0; client < 8; client += 1) {
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /api/v1/order-items HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await once(socket, 'readable');
    socket.destroy();
  }
  const response = await host.get('/api/v1/order-items', 'application/x-ndjson');
  expect((await response.text()).split('\n')).toHaveLength(20_001);
});
