import { microseconds } from '../src/replication/sales-rows.js';

test.each([
  ['1970-01-01 00:00:00+00', 0],
  ['2026-01-31 12:34:56.789012+00', Date.UTC(2026, 0, 31, 12, 34, 56) * 1_000 + 789_012],
  ['2026-01-31 12:34:56.5+00', Date.UTC(2026, 0, 31, 12, 34, 56) * 1_000 + 500_000],
  ['1969-12-31 23:59:59.999999+00', -1],
  ['0099-01-01 00:00:00+00', Date.parse('0099-01-01T00:00:00Z') * 1_000],
  ['0044-03-15 00:00:00+00 BC', Date.parse('-000043-03-15T00:00:00Z') * 1_000],
  ['294276-12-31 23:59:59.999999+00', Infinity],
  ['infinity', Infinity],
  ['-infinity', -Infinity],
])('reads the moment %p', (text, expected) => {
  expect(microseconds(text)).toBe(expected);
});
