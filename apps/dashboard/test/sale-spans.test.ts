import { saleSpans } from '../src/model/sale-spans.js';

const at = 1_000_000;

test('sale days lie in the window where they were, and the one that goes on ends now', () => {
  const sale_days = [
    { from: at - 300_000, to: at - 240_000 },
    { from: at - 75_000, to: at },
  ];
  const spans = saleSpans({ at, window_seconds: 300, sale_days });
  expect(spans.map(({ start, end, goesOn }) => [start, end, goesOn])).toEqual([
    [0, expect.closeTo(0.2, 9), false],
    [0.75, 1, true],
  ]);
});

test('one that goes on keeps its name, and so does one that is over', () => {
  const names = (now: number, to: number) =>
    saleSpans({ at: now, window_seconds: 60, sale_days: [{ from: at - 9_000, to }] }).map(({ key }) => key);
  expect(names(at, at)).toEqual(names(at + 1_000, at + 1_000));
  expect(names(at + 2_000, at + 500)).toEqual(names(at + 3_000, at + 500));
  expect(names(at, at)).not.toEqual(names(at + 2_000, at + 500));
});

test('where nobody knows of sale days there are none', () => {
  expect(saleSpans({ at, window_seconds: 60, sale_days: null })).toEqual([]);
  expect(saleSpans(undefined)).toEqual([]);
});
