import { bySales, toDollars, type SummaryGroup } from '@thelook/feed';

/** Sums of one key, money in units. */
export interface Sums {
  items: number;
  sales: number;
  cost: number;
}

/** Bytes that a group takes, about. */
const GROUP_BYTES = 150;

/** What was sold by key: the number of a word, the slot of a product, or a text. A key without items takes no memory. */
export class GroupSums<Key extends number | string> {
  readonly #sums = new Map<Key, Sums>();

  get bytes(): number {
    return GROUP_BYTES * this.#sums.size;
  }

  clear(): void {
    this.#sums.clear();
  }

  /** Less than no items take away. */
  add(key: Key, items: number, sales: number, cost: number): void {
    const sums = this.#sums.get(key);
    if (!sums) {
      this.#sums.set(key, { items, sales, cost });
      return;
    }
    sums.items += items;
    sums.sales += sales;
    sums.cost += cost;
    if (sums.items === 0) this.#sums.delete(key);
  }

  /** All groups, by the names of their keys, in the order of a summary. */
  groups(name: (key: Key) => string): SummaryGroup[] {
    return [...this.#sums]
      .map(([key, sums]) => ({ ...sums, key: name(key) }))
      .sort(bySales)
      .map(({ key, items, sales, cost }) => ({ key, items, sales: toDollars(sales), cost: toDollars(cost) }));
  }

  /** The groups with the most sales; among equals, those whose rank is lower. */
  top(count: number, rank: (key: Key) => number | string): [Key, Sums][] {
    const best: [Key, Sums][] = [];
    for (const entry of this.#sums) {
      const last = best[count - 1];
      if (last && last[1].sales > entry[1].sales) continue;
      best.push(entry);
      best.sort(([a, { sales }], [b, other]) =>
        bySales({ key: rank(a), sales }, { key: rank(b), sales: other.sales }),
      );
      best.length = Math.min(best.length, count);
    }
    return best;
  }
}
