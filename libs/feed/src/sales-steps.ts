import type { SalesSeries } from './summary.js';

/** Lengths that read well on a time axis, in seconds. */
const lengths = [
  ...[0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600],
  ...[7_200, 14_400, 21_600, 43_200, 86_400],
];
/** A window has at most this many steps, and one more because it rarely begins where a step does. */
const MAX_STEPS = 60;

/** What was sold in one step; money in units. */
interface Step {
  sales: number;
  items: number;
  orders: number;
}

/** The length of a step fit for a window, in seconds. */
export function stepSeconds(windowSeconds: number): number {
  const shortest = windowSeconds / MAX_STEPS;
  return lengths.find((seconds) => seconds >= shortest) ?? Math.ceil(shortest / 86_400) * 86_400;
}

/** Sales by time, in steps fit for the length of a window. Steps without sales take no memory. */
export class SalesSteps {
  readonly #windowMs: number;
  readonly #stepMs: number;
  readonly #steps = new Map<number, Step>();

  constructor(windowSeconds: number) {
    this.#windowMs = windowSeconds * 1_000;
    this.#stepMs = stepSeconds(windowSeconds) * 1_000;
  }

  /** How many steps have sales. */
  get size(): number {
    return this.#steps.size;
  }

  /** Adds `units` of money and so many items at a moment in milliseconds since 1970; less than none takes away. */
  add(moment: number, units: number, items: number): void {
    this.#add(moment, units, items, 0);
  }

  /** Adds an order at its moment, or takes it away. */
  addOrder(moment: number, sign: 1 | -1): void {
    this.#add(moment, 0, 0, sign);
  }

  /** The steps of the window that ends at `at`. */
  series(at: number): SalesSeries {
    const first = Math.floor((at - this.#windowMs) / this.#stepMs);
    const last = Math.floor(at / this.#stepMs);
    const sums = Array.from({ length: last - first + 1 }, (): Step => ({ sales: 0, items: 0, orders: 0 }));
    for (const [number, { sales, items, orders }] of this.#steps) {
      const sum = sums[Math.min(Math.max(number, first), last) - first]!;
      sum.sales += sales;
      sum.items += items;
      sum.orders += orders;
    }
    const seconds = this.#stepMs / 1_000;
    return {
      from: first * this.#stepMs,
      step_seconds: seconds,
      // To the millionth of a dollar: times the length of the step, it is the sum of the step to the cent.
      sales_per_second: sums.map(({ sales }) => Math.round((sales / seconds) * 100) / 1e6 + 0),
      items: sums.map(({ items }) => items),
      orders: sums.map(({ orders }) => orders),
    };
  }

  #add(moment: number, sales: number, items: number, orders: number): void {
    const number = Math.floor(moment / this.#stepMs);
    const step = this.#steps.get(number);
    if (!step) {
      this.#steps.set(number, { sales, items, orders });
      return;
    }
    step.sales += sales;
    step.items += items;
    step.orders += orders;
    if (step.sales === 0 && step.items === 0 && step.orders === 0) this.#steps.delete(number);
  }
}
