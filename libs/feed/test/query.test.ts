import fc from 'fast-check';
import {
  canonicalFilters,
  feedUrl,
  FeedQueryError,
  filterNames,
  parseFeedQuery,
  parseWindowQuery,
  problem,
  queryProblem,
  type FeedQuery,
} from '@thelook/feed';

const defaults = { lookbackMinutes: 5, refreshSeconds: 2 };
const parse = (query: string) => parseFeedQuery(query, defaults);

test('what is not asked for is the default', () => {
  expect(parse('')).toEqual({ feed: 'items', lookbackMinutes: 5, refreshSeconds: 2, filters: {} });
});

test('every parameter is read, filters as often as they come', () => {
  expect(
    parse(
      '?feed=summary&lookback=0.5&refresh=10&country=Spain&country=Brasil&category=Tops%20%26+Tees&resume=a.1-b',
    ),
  ).toEqual({
    feed: 'summary',
    lookbackMinutes: 0.5,
    refreshSeconds: 10,
    filters: { country: ['Brasil', 'Spain'], category: ['Tops & Tees'] },
    resume: 'a.1-b',
  });
});

test.each([
  ['feed=Summary', 'feed', 'Summary'],
  ['feed=items&feed=items', 'feed', 'items,items'],
  ['lookback=0', 'lookback', '0'],
  ['lookback=0.09', 'lookback', '0.09'],
  ['lookback=1441', 'lookback', '1441'],
  ['lookback=1e2', 'lookback', '1e2'],
  ['lookback=-1', 'lookback', '-1'],
  ['lookback=', 'lookback', ''],
  ['lookback=1&lookback=2', 'lookback', '1,2'],
  ['refresh=0.05', 'refresh', '0.05'],
  ['refresh=3601', 'refresh', '3601'],
  ['refresh=NaN', 'refresh', 'NaN'],
  ['refresh=%20', 'refresh', ' '],
  ['resume=', 'resume', ''],
  ['resume=a%00b', 'resume', 'a\0b'],
  [`resume=${'a'.repeat(101)}`, 'resume', `${'a'.repeat(99)}…`],
  ['status=', 'status', ''],
  [`country=${'x'.repeat(101)}`, 'country', `${'x'.repeat(99)}…`],
  ['country=x&'.repeat(21), 'country', '21 values'],
  ['colour=red', 'colour', 'red'],
  ['Feed=items', 'Feed', 'items'],
])('refuses %s and says which parameter is wrong', (query, field, value) => {
  expect(() => parse(query)).toThrow(
    expect.objectContaining({ name: 'FeedQueryError', code: 'THELOOK_FEED_QUERY', field, value }),
  );
});

test.each(['lookback=0.1', 'lookback=1440', 'refresh=0.1', 'refresh=3600', `status=${'x'.repeat(100)}`])(
  '%s is just within its bounds',
  (query) => {
    expect(() => parse(query)).not.toThrow();
  },
);

test('a request for the window as it is now has no refresh, feed or cursor', () => {
  expect(parseWindowQuery('lookback=2&status=Complete', defaults)).toEqual({
    lookbackMinutes: 2,
    filters: { status: ['Complete'] },
  });
  for (const query of ['refresh=1', 'feed=items', 'resume=a']) {
    expect(() => parseWindowQuery(query, defaults)).toThrow(FeedQueryError);
  }
});

test('the address of a feed and the reading of its query are inverse', () => {
  const anyQuery: fc.Arbitrary<FeedQuery> = fc
    .record({
      feed: fc.constantFrom('items' as const, 'summary' as const),
      lookbackMinutes: fc.integer({ min: 1, max: 14_400 }).map((tenths) => tenths / 10),
      refreshSeconds: fc.integer({ min: 1, max: 36_000 }).map((tenths) => tenths / 10),
      filters: fc.record(
        Object.fromEntries(
          filterNames.map((name) => [
            name,
            fc.array(fc.string({ minLength: 1, maxLength: 100 }), { minLength: 1, maxLength: 20 }),
          ]),
        ),
        { requiredKeys: [] },
      ),
      resume: fc.stringMatching(/^[\w.:~-]{1,100}$/),
    })
    .map((query) => ({ ...query, filters: canonicalFilters(query.filters) }));
  fc.assert(
    fc.property(anyQuery, (query) => {
      const url = new URL(feedUrl('https://shop.example', query));
      expect(url.origin + url.pathname).toBe('wss://shop.example/ws');
      expect(parse(url.search)).toEqual(query);
    }),
  );
});

test("the query of a feed's address holds unless something else is asked for", () => {
  const base = 'ws://localhost:8000/behind/a/proxy?country=Spain&refresh=1';
  expect(feedUrl(base, { refreshSeconds: 2, filters: { status: ['Complete'] } })).toBe(
    'ws://localhost:8000/behind/a/proxy?country=Spain&refresh=2&status=Complete',
  );
  expect(feedUrl(base, { filters: { country: ['Japan'] } })).toBe(
    'ws://localhost:8000/behind/a/proxy?refresh=1&country=Japan',
  );
});

test('a refused query becomes a problem that names parameter, value and what is allowed', () => {
  const error = new FeedQueryError('lookback', '0', 'a number of minutes from 0.1 to 1440');
  expect(queryProblem(error)).toEqual({
    type: 'about:blank',
    title: 'Bad Request',
    status: 400,
    detail: 'lookback=0 is not allowed; allowed: a number of minutes from 0.1 to 1440.',
    code: 'THELOOK_FEED_QUERY',
    field: 'lookback',
    value: '0',
    allowed: 'a number of minutes from 0.1 to 1440',
  });
});

test('a problem without a parameter has no members for one', () => {
  expect(Object.keys(problem(503, { code: 'X', detail: 'Try again.' }))).toEqual([
    ...['type', 'title', 'status', 'detail', 'code'],
  ]);
});
