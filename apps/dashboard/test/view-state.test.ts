import {
  defaultView,
  formatView,
  inWords,
  isFiltered,
  noFilters,
  parseView,
  refusedParts,
  toggleFilter,
  type ViewState,
} from '../src/model/view-state.js';

test('the plain page has a plain address', () => {
  expect(formatView(defaultView)).toBe('');
  expect(parseView('')).toEqual(defaultView);
});

test('an address holds the whole view', () => {
  const view: ViewState = {
    window: 15,
    refresh: 1,
    theme: 'dark',
    preset: 'wall',
    filters: { ...noFilters, country: ['South Korea', 'Japan'], category: ['Tops & Tees', 'a=b?c#d%'] },
  };
  expect(parseView(formatView(view))).toEqual(view);
});

test.each(['?window=7', '?window=', '?window=15x', '?refresh=0', '?theme=pink', '?other=1', '?country='])(
  'what is not on offer is left at its default, and told: %s',
  (query) => {
    expect(parseView(query)).toEqual(defaultView);
    const [name, value] = query.slice(1).split('=');
    expect(refusedParts(query)).toEqual([{ name, value, allowed: expect.any(String) }]);
  },
);

test('what is on offer is not told, and too many values are', () => {
  expect(refusedParts('?window=15&refresh=1&preset=wall&theme=dark&country=Japan&country=Spain')).toEqual([]);
  const many = Array.from({ length: 30 }, (_, index) => `country=C${index}`).join('&');
  expect(refusedParts(many)).toEqual([{ name: 'country', value: '30 values', allowed: 'at most 20' }]);
  expect(refusedParts('?window=7')).toEqual([{ name: 'window', value: '7', allowed: '1, 5, 15, 60' }]);
});

test('filters of an address keep to the bounds of the feed', () => {
  const many = Array.from({ length: 30 }, (_, index) => `country=C${index}`).join('&');
  const { country, category } = parseView(
    `?${many}&category=${'x'.repeat(101)}&category=Jeans&category=Jeans`,
  ).filters;
  expect(country).toHaveLength(20);
  expect(category).toEqual(['Jeans']);
});

test('a value is chosen and given up again', () => {
  const chosen = toggleFilter(noFilters, 'country', 'Japan');
  expect(chosen.country).toEqual(['Japan']);
  expect(isFiltered(chosen)).toBe(true);
  expect(toggleFilter(chosen, 'country', 'Spain').country).toEqual(['Japan', 'Spain']);
  expect(toggleFilter(chosen, 'country', 'Japan')).toEqual(noFilters);
  expect(isFiltered(noFilters)).toBe(false);
});

test('no more values are chosen than the feed takes', () => {
  const full = { ...noFilters, country: Array.from({ length: 20 }, (_, index) => `C${index}`) };
  expect(toggleFilter(full, 'country', 'Japan')).toBe(full);
  expect(toggleFilter(full, 'country', 'C0').country).toHaveLength(19);
});

test('a window is read out as people say it', () => {
  expect([1, 15, 60].map(inWords)).toEqual(['minute', '15 minutes', 'hour']);
});
