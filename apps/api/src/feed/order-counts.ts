import { shopStatuses, type StatusOrders } from '@thelook/feed';
import { Uint32Column } from '../window/columns.js';

/** Bits of an order's items in one of the shop's statuses, and of those in any other. */
const BITS = 5;
const OTHER_BITS = 7;
const MOST = 2 ** BITS - 1;
const MOST_OTHERS = 2 ** OTHER_BITS - 1;
const OTHER = shopStatuses.length;
/** Stands for an order that does not fit: all of its counts are elsewhere. */
const ELSEWHERE = 2 ** 32 - 1;
/** Bytes that an order takes. */
const ORDER_BYTES = 4;

/** Orders whose items are in, and how many of them have an item in each of the shop's statuses: four bytes an order. */
export class OrderCounts {
  /** By the order's slot. */
  #packed = new Uint32Column();
  #elsewhere = new Map<number, number[]>();
  #byStatus = shopStatuses.map(() => 0);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Bytes for a table with so many slots of orders. */
  bytes(slots: number): number {
    return ORDER_BYTES * slots;
  }

  clear(): void {
    this.#packed = new Uint32Column();
    this.#elsewhere = new Map();
    this.#byStatus = shopStatuses.map(() => 0);
    this.#size = 0;
  }

  /**
   * An item of the order is in, or in no more.
   *
   * @param status position among the shop's statuses; -1: another one.
   * @returns 1 when the order is in by this item, -1 when it is not in any more, else 0.
   */
  count(order: number, status: number, sign: 1 | -1): 1 | 0 | -1 {
    this.#packed.reach(order);
    const field = status < 0 ? OTHER : status;
    const packed = this.#packed.get(order);
    const before = packed === ELSEWHERE ? this.#elsewhere.get(order)![field]! : fieldOf(packed, field);
    const after = before + sign;
    const isEmpty = this.#write(order, packed, field, after);
    if (field !== OTHER && before === 0) this.#byStatus[field]! += 1;
    if (field !== OTHER && after === 0) this.#byStatus[field]! -= 1;
    const change = sign === 1 && packed === 0 ? 1 : isEmpty ? -1 : 0;
    this.#size += change;
    return change;
  }

  byStatus(): StatusOrders[] {
    return shopStatuses.map((key, status) => ({ key, orders: this.#byStatus[status]! }));
  }

  /** Returns whether the order has no items any more. */
  #write(order: number, packed: number, field: number, count: number): boolean {
    if (packed !== ELSEWHERE && count < (field === OTHER ? MOST_OTHERS : MOST)) {
      const next = withField(packed, field, count);
      this.#packed.set(order, next);
      return next === 0;
    }
    const counts = this.#elsewhere.get(order) ?? unpack(packed);
    counts[field] = count;
    this.#elsewhere.set(order, counts);
    this.#packed.set(order, ELSEWHERE);
    if (counts.some((some) => some > 0)) return false;
    this.#elsewhere.delete(order);
    this.#packed.set(order, 0);
    return true;
  }
}

function fieldOf(packed: number, field: number): number {
  return (packed >>> (field * BITS)) & (field === OTHER ? MOST_OTHERS : MOST);
}

function withField(packed: number, field: number, count: number): number {
  const mask = field === OTHER ? MOST_OTHERS : MOST;
  return ((packed & ~(mask << (field * BITS))) | (count << (field * BITS))) >>> 0;
}

function unpack(packed: number): number[] {
  return Array.from({ length: OTHER + 1 }, (_, field) => fieldOf(packed, field));
}
