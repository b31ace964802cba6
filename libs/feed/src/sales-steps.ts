import { toDollars } from './money.js';
import type { SalesSeries } from './summary.js';

/** Lengths that read well on a time axis, in seconds. */
const lengths = [
  ...[0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600],
  ...[7_200, 14_400, 21_600, 43_200, 86_400],
];
/** A window has at most this many steps, and one more because it rarely begins where a step does. */
const MAX_STEPS = 20;

/** Sales by time, in steps fit for the length of a window. */
export class SalesSteps {
  readonly #windowMs: number;
  readonly #stepMs: number;
  readonly #sales = new Map<number, number>();

  constructor(windowSeconds: number) {
    const shortest = windowSeconds / MAX_STEPS;
    const length = lengths.find((seconds) => seconds >= shortest) ?? Math.ceil(shortest / 86_400) * 86_400;
    this.#windowMs = windowSeconds * 1_000;
    this.#stepMs = length * 1_000;
  }

  /** How many steps have sales; no others take memory. */
  get size(): number {
    return this.#sales.size;
  }

  /** Adds `units` of money at a moment in milliseconds since 1970; a negative amount takes away. */
  add(moment: number, units: number): void {
    const step = Math.floor(moment / this.#stepMs);
    const sum = (this.#sales.get(step) ?? 0) + units;
    if (sum === 0) this.#sales.delete(step);
    else this.#sales.set(step, sum);
  }

  /** The steps of the window that ends at `at`. */
  series(at: number): SalesSeries {
    const first = Math.floor((at - this.#windowMs) / this.#stepMs);
    const last = Math.floor(at / this.#stepMs);
    const sums = new Array<number>(last - first + 1).fill(0);
    for (const [step, units] of this.#sales) {
      const position = Math.min(Math.max(step, first), last) - first;
      sums[position] = (sums[position] ?? 0) + units;
    }
    const seconds = this.#stepMs / 1_000;
    return {
      from: first * this.#stepMs,
      step_seconds: seconds,
      sales_per_second: sums.map((units) => toDollars(units / seconds)),
    };
  }
}
