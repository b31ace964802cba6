import fc from 'fast-check';
import { encodeTimestamp } from '../src/timestamp-encoder.js';

const first = new Date('0001-01-01T00:00:00.000Z');
const last = new Date('9999-12-31T23:59:59.999Z');

test('writes a Date exactly as toISOString does, before and after 1970', () => {
  fc.assert(
    fc.property(fc.date({ min: first, max: last, noInvalidDate: true }), (date) => {
      expect(encodeTimestamp(date)).toBe(date.toISOString());
    }),
    { numRuns: 2_000 },
  );
});

test.each([first, last, new Date(0), new Date(-1)])('writes the border case %p', (date) => {
  expect(encodeTimestamp(date)).toBe(date.toISOString());
});

test('goes on being right when there are more days than it remembers', () => {
  for (let day = 0; day < 8_000; day += 1) {
    const date = new Date(day * 86_400_000 + 12_345);
    expect(encodeTimestamp(date)).toBe(date.toISOString());
  }
});

test.each(['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.123456+05:30'])('passes on %s', (text) => {
  expect(encodeTimestamp(text)).toBe(text);
});

test.each([
  new Date(Number.NaN),
  new Date(first.getTime() - 1),
  new Date(last.getTime() + 1),
  '2026-01-31',
  '2026-01-31 12:00:00',
  '2026-01-31T12:00:00',
  '2026-13-31T12:00:00Z',
  '0000-01-31T12:00:00Z',
  'now',
  1_700_000_000_000,
])('refuses %p', (value) => {
  expect(encodeTimestamp(value)).toBeUndefined();
});
