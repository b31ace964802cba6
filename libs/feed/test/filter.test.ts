import fc from 'fast-check';
import { canonicalFilters, compileFilters, filterNames, filtersKey, type FeedFilters } from '@thelook/feed';
import { sampleItem } from './sample-items.js';

const anyFilters = fc.record(Object.fromEntries(filterNames.map((name) => [name, fc.array(fc.string())])), {
  requiredKeys: [],
}) as fc.Arbitrary<FeedFilters>;

test('each filter looks at its own property of an item', () => {
  const item = sampleItem();
  const own = {
    country: item.country,
    traffic_source: item.traffic_source,
    category: item.category,
    department: item.department,
    status: item.item_status,
  };
  for (const name of filterNames) {
    expect(compileFilters({ [name]: [own[name]] })(item)).toBe(true);
    expect(compileFilters({ [name]: ['another', own[name]] })(item)).toBe(true);
    expect(compileFilters({ [name]: ['another'] })(item)).toBe(false);
  }
});

test('an item passes only when every filter lets it', () => {
  const matches = compileFilters({ country: ['Brasil', 'Spain'], status: ['Complete'] });
  expect(matches(sampleItem({ country: 'Spain', item_status: 'Complete' }))).toBe(true);
  expect(matches(sampleItem({ country: 'Spain', item_status: 'Shipped' }))).toBe(false);
  expect(matches(sampleItem({ country: 'Japan', item_status: 'Complete' }))).toBe(false);
});

test('no filter and an empty list let everything pass', () => {
  expect(compileFilters({})(sampleItem())).toBe(true);
  expect(compileFilters({ country: [] })(sampleItem())).toBe(true);
});

test('order and repetition of values make no other filters', () => {
  fc.assert(
    fc.property(anyFilters, (filters) => {
      const shuffled = Object.fromEntries(
        Object.entries(filters)
          .reverse()
          .map(([name, values]) => [name, [...values].reverse().concat(values)]),
      );
      expect(filtersKey(shuffled)).toBe(filtersKey(filters));
    }),
  );
});

test('different values make different keys, and the canonical form keeps them all', () => {
  expect(filtersKey({ country: ['a', 'b'] })).not.toBe(filtersKey({ country: ['a,b'] }));
  expect(filtersKey({ country: ['a'] })).not.toBe(filtersKey({ category: ['a'] }));
  expect(canonicalFilters({ status: [], country: ['Spain', 'Brasil', 'Spain'] })).toEqual({
    country: ['Brasil', 'Spain'],
  });
});
