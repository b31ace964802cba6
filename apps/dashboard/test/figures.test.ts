import { changeOf, directionOf, figuresOf } from '../src/model/figures.js';

const totals = { orders: 4, items: 6, sales: 120, margin: 50 };
const before = { from: 0, to: 1, orders: 2, items: 6, sales: 150.3, cost: 150.2, sales_per_second: [] };

test('figures are told beside those of the window before', () => {
  const figures = figuresOf({ ...totals, before });
  expect(figures.orders).toMatchObject({ value: 4, before: 2 });
  expect(figures.averageOrder).toMatchObject({ value: 30, before: 75.15 });
  expect(figures.itemsPerOrder).toMatchObject({ value: 1.5, before: 3 });
  // To the cent, though 150.3 - 150.2 is not in binary.
  expect(figures.margin).toMatchObject({ value: 50, before: 0.1 });
  expect([changeOf(figures.orders), changeOf(figures.items), changeOf(figures.sales)]).toEqual([
    1,
    0,
    expect.closeTo(-0.2016, 4),
  ]);
  expect([figures.orders, figures.items, figures.sales].map(directionOf)).toEqual(['up', 'none', 'down']);
});

test('as long as the window before is not known there is no change, which is not a change of nothing', () => {
  const { sales } = figuresOf({ ...totals, before: null });
  expect(sales.before).toBeUndefined();
  expect(changeOf(sales)).toBeUndefined();
});

test('from nothing, a change has a direction and no share', () => {
  const { orders } = figuresOf({ ...totals, before: { ...before, orders: 0 } });
  expect([directionOf(orders), changeOf(orders)]).toEqual(['up', undefined]);
});

test('each figure has its course, and a step without orders no average', () => {
  const series = {
    ...{ from: 0, step_seconds: 5, sales_per_second: [4, 0, 6] },
    ...{ items: [2, 0, 3], orders: [1, 0, 2] },
  };
  const figures = figuresOf({ ...totals, before: null, series });
  expect(figures.orders.course).toEqual([1, 0, 2]);
  expect(figures.itemsPerOrder.course).toEqual([2, 0, 1.5]);
  expect(figures.averageOrder.course).toEqual([20, 0, 15]);
});

test('a window without orders has no average, and divides by nothing', () => {
  const figures = figuresOf({ orders: 0, items: 0, sales: 0, margin: 0 });
  expect([figures.averageOrder.value, figures.itemsPerOrder.value]).toEqual([0, 0]);
});
