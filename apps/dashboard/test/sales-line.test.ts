import { axisTop, salesLine } from '../src/model/sales-line.js';

test('a point stands in the middle of its step and shows a minute at that pace', () => {
  const series = { from: 60_000, step_seconds: 10, sales_per_second: [2, 3] };
  expect(salesLine(series, 80_000, 60)).toEqual([
    [65_000, 120],
    [75_000, 180],
  ]);
});

test('steps that are half out of the window or still filling draw nothing', () => {
  const series = { from: 0, step_seconds: 60, sales_per_second: [5, 7, 1] };
  expect(salesLine(series, 130_000, 120)).toEqual([[90_000, 420]]);
});

test('the axis ends at a round number above the line, and stays when the line moves a little', () => {
  const topOf = (sales: number) => axisTop([[0, sales]]);
  expect([1, 99, 101, 3_900, 4_100, 7_000, 9_999].map(topOf)).toEqual([
    1, 100, 150, 4_000, 6_000, 8_000, 10_000,
  ]);
  expect(axisTop([])).toBe(100);
});
