import { stepSeconds, toDollars, type WindowBefore } from '@thelook/feed';

/** Slices of a step: how exactly the end of the window before is met. */
const PARTS = 2;
/** A window has at most 120 slices, and two more because it rarely begins where one does. */
const SLICES = 128;
/** What is kept of a slice: its number, and sums. */
const FIELDS = 5;
const [ORDERS, ITEMS, SALES, COST] = [1, 2, 3, 4] as const;

/** What leaves a window at once; money in units. */
export interface Leaving {
  orders: number;
  items: number;
  sales: number;
  cost: number;
}

/** What had been sold in the window before the present one: what leaves the window is counted here, by its moment. */
export class SoldBefore {
  readonly #windowMs: number;
  readonly #sliceMs: number;
  #ring: Float64Array | undefined;
  #since = Infinity;

  constructor(windowSeconds: number) {
    this.#windowMs = windowSeconds * 1_000;
    this.#sliceMs = (stepSeconds(windowSeconds) * 1_000) / PARTS;
  }

  get bytes(): number {
    return this.#ring?.byteLength ?? 0;
  }

  /** Begins anew: what was sold since this moment will have been seen to leave, in milliseconds since 1970. */
  begin(since: number): void {
    this.#since = since;
    this.#ring = undefined;
  }

  /** An item, or the last one of an order, has become too old for the window; money in units. */
  add(moment: number, { orders, items, sales, cost }: Leaving): void {
    this.#ring ??= new Float64Array(SLICES * FIELDS).fill(-1);
    const ring = this.#ring;
    const number = Math.floor(moment / this.#sliceMs);
    const at = (number % SLICES) * FIELDS;
    if (ring[at] !== number) ring.fill(0, at, at + FIELDS)[at] = number;
    ring[at + ORDERS]! += orders;
    ring[at + ITEMS]! += items;
    ring[at + SALES]! += sales;
    ring[at + COST]! += cost;
  }

  /** The window before the one that ends at `at`; null as long as not all of it has been seen. */
  before(at: number): WindowBefore | null {
    const to = at - this.#windowMs;
    const first = Math.ceil((to - this.#windowMs) / this.#sliceMs);
    if (first * this.#sliceMs < this.#since) return null;
    const last = Math.floor(to / this.#sliceMs);
    const stepMs = this.#sliceMs * PARTS;
    const firstStep = Math.floor((to - this.#windowMs) / stepMs);
    const steps = new Array<number>(Math.floor(to / stepMs) - firstStep + 1).fill(0);
    const sums = { orders: 0, items: 0, sales: 0, cost: 0 };
    for (let number = first; number <= last; number += 1) {
      const slice = (number % SLICES) * FIELDS;
      const ring = this.#ring;
      if (ring?.[slice] !== number) continue;
      sums.orders += ring[slice + ORDERS]!;
      sums.items += ring[slice + ITEMS]!;
      sums.sales += ring[slice + SALES]!;
      sums.cost += ring[slice + COST]!;
      steps[Math.floor(number / PARTS) - firstStep]! += ring[slice + SALES]!;
    }
    return {
      from: first * this.#sliceMs,
      to,
      orders: sums.orders,
      items: sums.items,
      sales: toDollars(sums.sales),
      cost: toDollars(sums.cost),
      sales_per_second: steps.map((units) => toDollars((units * 1_000) / stepMs)),
    };
  }
}
