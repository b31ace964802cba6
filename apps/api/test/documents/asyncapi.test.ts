import { createRequire } from 'node:module';
import { encodeSummary, filterNames, parseFeedQuery, summarize, type FeedMessage } from '@thelook/feed';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { asyncApi } from '../../src/documents/asyncapi.js';
import { openApi } from '../../src/documents/openapi.js';
import { FeedHost } from '../feed/feed-host.js';
import { sampleItem, ScriptedWindow } from '../feed/scripted-window.js';
import { RestHost } from '../rest/rest-host.js';
import { SchemaValidator } from './schema-validator.js';

const specs = createRequire(import.meta.url)('@asyncapi/specs') as {
  schemasWithoutId: Record<string, object>;
};
const validator = new SchemaValidator(asyncApi.components.schemas);
const document: typeof asyncApi = JSON.parse(JSON.stringify(asyncApi));

/** The schema of a message, found as a reader of the document would. */
function schemaOf(type: string): string {
  const { messages } = document.components as { messages: Record<string, { payload: { $ref?: string } }> };
  return messages[type]?.payload.$ref?.split('/').at(-1) ?? `for ${type}`;
}

const problemsOf = (message: FeedMessage) => validator.problems(schemaOf(message.type), message);

test('the document is valid AsyncAPI 3.0', () => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats.default(ajv);
  const validate = ajv.compile(specs.schemasWithoutId['3.0.0']!);
  validate(document);
  expect(validate.errors).toBeNull();
  expect(validate({ ...document, operations: { sendFeed: { action: 'shout' } } })).toBe(false);
});

test('every reference leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path!);
  expect(references.length).toBeGreaterThan(20);
  for (const path of references) {
    const target = path
      .split('/')
      .reduce<unknown>((node, key) => (node as Record<string, unknown>)?.[key], document);
    expect({ path, found: target !== undefined }).toEqual({ path, found: true });
  }
});

test('the server serves it', async () => {
  await using host = await RestHost.start(() => Promise.reject(new Error('not asked for')));
  await expect((await host.get('/api/v1/asyncapi.json')).json()).resolves.toEqual(document);
});

describe('what the feed sends', () => {
  let host: FeedHost;
  let source: ScriptedWindow;

  beforeEach(async () => {
    source = new ScriptedWindow();
    host = await FeedHost.start(source);
  });
  afterEach(() => host.close());

  test('is documented: hello, snapshot, delta and status', async () => {
    source.set([sampleItem(1), sampleItem(2)]);
    const client = host.v1('?country=Brasil');
    const messages: FeedMessage[] = [await client.next('hello'), await client.next('snapshot')];
    source.set([sampleItem(2, { item_status: 'Complete' }), sampleItem(3, { product_name: null })]);
    for (;;) {
      const delta = await client.next('delta');
      messages.push(delta);
      if (delta.removed.length > 0) break;
    }
    source.failure = new Error('lost');
    messages.push(await client.next('status'));
    source.failure = undefined;
    messages.push(await client.next('status'));
    for (const message of messages)
      expect({ message, problems: problemsOf(message) }).toMatchObject({ problems: [] });
    expect(messages.at(-2)).toMatchObject({ database: 'lost' });
    expect(messages.at(-1)).toMatchObject({ database: 'up' });
  });

  test('is documented: summary', async () => {
    source.set([sampleItem(1), sampleItem(2, { country: 'Spain' })]);
    const client = host.v1('?feed=summary');
    expect(problemsOf(await client.next('hello'))).toEqual([]);
    const summary = await client.next('summary');
    expect(summary.newest).toHaveLength(2);
    expect(problemsOf(summary)).toEqual([]);
  });

  test('is documented: records', async () => {
    source.set([sampleItem(1), sampleItem(2)]);
    const records: unknown[] = JSON.parse(JSON.parse(await host.records().frame()));
    expect(records).toHaveLength(2);
    for (const record of records) expect(validator.problems('SalesRecord', record)).toEqual([]);
  });
});

test('an error that the protocol allows is documented', () => {
  expect(problemsOf({ type: 'error', code: 'X', message: 'Oh.', action: 'Wait.' })).toEqual([]);
});

test('sale days and stock, which only a look at the shop tells, are documented', () => {
  const summary = {
    ...summarize([sampleItem(1)], { at: 9_000, lookbackMinutes: 5 }),
    sale_days: [{ from: 2_000, to: 9_000 }],
    stock: {
      ...{ at: 8_000, since: 1_000, products: 3, out_of_stock: 1 },
      newest: [{ product_id: 7, product_name: 'Socks', in_stock: false, changed_at: 7_000 }],
    },
  };
  const message = encodeSummary(summary, 'c1');
  expect(problemsOf(message)).toEqual([]);
  expect(message).toMatchObject({
    sale_days: [[7_000, 0]],
    stock: { newest: [[7, 'Socks', 0, 2_000]] },
  });
  expect(new SchemaValidator(openApi.components.schemas).problems('Summary', summary)).toEqual([]);
  for (const wrong of [{ sale_days: [[1]] }, { stock: { ...message.stock, newest: [[7]] } }]) {
    expect(validator.problems('SummaryMessage', { ...message, ...wrong })).not.toEqual([]);
  }
});

test('the schemas refuse what the feed does not send', () => {
  const summary = encodeSummary(summarize([sampleItem(1)], { at: 1, lookbackMinutes: 5 }), 'c1');
  expect(problemsOf(summary)).toEqual([]);
  expect(validator.problems('SummaryMessage', { ...summary, by_country: [['Spain', 1, 2]] })).not.toEqual([]);
  expect(validator.problems('SummaryMessage', { ...summary, newest: [[1, 2, 3]] })).not.toEqual([]);
  expect(
    validator.problems('Status', { type: 'status', database: 'gone', since: 1, stale_since: null }),
  ).not.toEqual([]);
});

test('the query is documented with all its parameters and bounds', () => {
  const { query, headers } = document.channels.feed.bindings.ws as {
    query: { properties: Record<string, { minimum?: number; maximum?: number }> };
    headers: { properties: object };
  };
  expect(Object.keys(query.properties).sort()).toEqual(
    ['feed', 'lookback', 'refresh', 'resume', ...filterNames].sort(),
  );
  expect(headers.properties).toMatchObject({ 'Sec-WebSocket-Protocol': { const: 'thelook.v1' } });
  const read = (text: string) => () => parseFeedQuery(text, { lookbackMinutes: 5, refreshSeconds: 5 });
  for (const name of ['lookback', 'refresh']) {
    const { minimum = 0, maximum = 0 } = query.properties[name]!;
    for (const value of [minimum, maximum]) expect(read(`${name}=${value}`)).not.toThrow();
    for (const value of [minimum / 2, maximum + 1]) expect(read(`${name}=${value}`)).toThrow(name);
  }
});
