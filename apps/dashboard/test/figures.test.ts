import { directionOf, figuresOf } from '../src/model/figures.js';

test('a change is the exact difference to the refresh before', () => {
  const before = { orders: 3, items: 5, sales: 0.1, margin: 10 };
  const figures = figuresOf({ orders: 4, items: 5, sales: 0.3, margin: 9.5 }, before, 1);
  expect(figures.sales).toEqual({ value: 0.3, change: 0.2 });
  expect(figures.orders.change).toBe(1);
  expect(directionOf(figures.sales)).toBe('up');
  expect(directionOf(figures.items)).toBe('none');
  expect(directionOf(figures.margin)).toBe('down');
});

test('with nothing to compare with, there is no change, which is not a change of zero', () => {
  const { sales } = figuresOf({ orders: 1, items: 1, sales: 50, margin: 20 }, undefined, 5);
  expect(sales.change).toBeUndefined();
  expect(directionOf(sales)).toBe('none');
});

test('sales per minute are those of the whole window', () => {
  const figures = figuresOf({ orders: 1, items: 1, sales: 90.5, margin: 20 }, undefined, 5);
  expect(figures.salesPerMinute.value).toBeCloseTo(18.1);
});
