import { SalesSteps } from '../src/sales-steps.js';

const at = 1_764_000_060_500;

test('sales of a step are divided by its length', () => {
  const steps = new SalesSteps(60);
  steps.add(at - 1_000, 120_000, 2);
  steps.add(at, 30_000, 1);
  const { from, step_seconds, sales_per_second, items } = steps.series(at);
  expect({ from, step_seconds }).toEqual({ from: at - 60_500, step_seconds: 1 });
  expect(sales_per_second.slice(-2)).toEqual([12, 3]);
  expect(items.slice(-3)).toEqual([0, 2, 1]);
});

test('sales from outside of the window count into its ends', () => {
  const steps = new SalesSteps(60);
  steps.add(at - 3_600_000, 50_000, 1);
  steps.add(at + 3_600_000, 100_000, 1);
  const { sales_per_second } = steps.series(at);
  expect([sales_per_second.at(0), sales_per_second.at(-1)]).toEqual([5, 10]);
});

test('the steps of a window add up to its sales to the cent, whatever its length', () => {
  for (const seconds of [6, 60, 300, 900, 3_600, 5_000]) {
    const steps = new SalesSteps(seconds);
    let units = 0;
    for (let item = 0; item < 500; item += 1) {
      const price = 100 * ((item * 7_919) % 99_999);
      steps.add(at - (item * 1_000 * seconds) / 500, price, 1);
      units += price;
    }
    const { step_seconds, sales_per_second } = steps.series(at);
    const sum = sales_per_second.reduce((total, dollars) => total + dollars * step_seconds, 0);
    expect(Math.round(sum * 100)).toBe(units / 100);
  }
});

test('steps that have lost their sales take no memory', () => {
  const steps = new SalesSteps(60);
  for (let hour = 0; hour < 1_000; hour += 1) {
    steps.add(at + hour * 3_600_000, 100, 1);
    steps.add(at + hour * 3_600_000, -100, -1);
  }
  expect(steps.size).toBe(0);
});
