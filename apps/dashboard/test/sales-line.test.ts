import { axisTop, lineBefore, salesLine } from '../src/model/sales-line.js';

test('the line reaches from the first moment of the window up to now, with a corner for each step', () => {
  const series = { from: 60_000, step_seconds: 10, sales_per_second: [2, 3, 0.5] };
  expect(salesLine(series, 84_000, 20)).toEqual([
    [64_000, 20],
    [70_000, 30],
    [80_000, 5],
    [84_000, 5],
  ]);
});

test('the steps add up to what was sold, those that are filling or half gone among them', () => {
  const prices = [10.01, 20.02, 0.07, 99.99];
  const sales_per_second = prices.map((dollars) => Math.round((dollars / 60) * 1e6) / 1e6);
  const line = salesLine({ from: 0, step_seconds: 60, sales_per_second }, 200_000, 190);
  const sum = line.slice(0, -1).reduce((total, [, dollars]) => total + dollars, 0);
  expect(sum).toBeCloseTo(130.09, 10);
});

test('the window before lies under this one, moment for moment', () => {
  const before = {
    from: 4_000,
    to: 64_000,
    orders: 1,
    items: 1,
    sales: 60,
    cost: 1,
    sales_per_second: [1, 2],
  };
  expect(lineBefore(before, { step_seconds: 30 }, 60)).toEqual([
    [64_000, 30],
    [90_000, 60],
    [124_000, 60],
  ]);
});

test('the axis ends at a round number above the line, and stays when the line moves a little', () => {
  const topOf = (sales: number) => axisTop([[0, sales]]);
  expect([1, 99, 101, 3_900, 4_100, 7_000, 9_999].map(topOf)).toEqual([
    1, 100, 150, 4_000, 6_000, 8_000, 10_000,
  ]);
  expect(axisTop([])).toBe(100);
});
