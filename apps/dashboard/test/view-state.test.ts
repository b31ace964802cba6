import {
  defaultView,
  formatView,
  inWords,
  isFiltered,
  noFilters,
  parseView,
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
    filters: { ...noFilters, country: ['South Korea', 'Japan'], category: ['Tops & Tees', 'a=b?c#d%'] },
  };
  expect(parseView(formatView(view))).toEqual(view);
});

test.each(['?window=7', '?window=', '?window=15x', '?refresh=0', '?theme=pink', '?other=1', '?country='])(
  'what is not on offer is left at its default: %s',
  (query) => expect(parseView(query)).toEqual(defaultView),
);

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
