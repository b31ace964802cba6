import { SalesSteps } from '../src/sales-steps.js';

const at = 1_764_000_060_500;

test('sales of a step are divided by its length', () => {
  const steps = new SalesSteps(60);
  steps.add(at - 1_000, 120_000);
  steps.add(at, 30_000);
  const { from, step_seconds, sales_per_second } = steps.series(at);
  expect({ from, step_seconds }).toEqual({ from: at - 60_500, step_seconds: 5 });
  expect(sales_per_second.slice(-2)).toEqual([2.4, 0.6]);
});

test('sales from outside of the window count into its ends', () => {
  const steps = new SalesSteps(60);
  steps.add(at - 3_600_000, 50_000);
  steps.add(at + 3_600_000, 100_000);
  const { sales_per_second } = steps.series(at);
  expect([sales_per_second.at(0), sales_per_second.at(-1)]).toEqual([1, 2]);
});

test('steps that have lost their sales take no memory', () => {
  const steps = new SalesSteps(60);
  for (let hour = 0; hour < 1_000; hour += 1) {
    steps.add(at + hour * 3_600_000, 100);
    steps.add(at + hour * 3_600_000, -100);
  }
  expect(steps.size).toBe(0);
});
