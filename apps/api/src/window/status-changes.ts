import type { PutChange } from '@thelook/db/internal';

/** What becomes of an order item after it has been bought, by the status that says so. */
const kinds = { Shipped: 0, Complete: 1, Returned: 2, Cancelled: 3 } as const;
const KINDS = 4;
/** Seconds that are kept: an hour, and a little for moments that are told late. */
const SECONDS = 3_700;
/** Changes that are kept as they are. */
const NEWEST = 6;

/** Items and dollars of one kind of change. */
export interface ChangeCount {
  items: number;
  dollars: number;
}

/** A change as the stream has told it. */
export interface ToldChange {
  itemId: string;
  userId: string | undefined;
  productId: number | undefined;
  status: string;
  /** Microseconds since 1970. */
  moment: number;
  price: number;
}

/**
 * What becomes of the order items of the whole shop, whatever their age, as the stream of changes tells it: one ring of
 * counters a second serves windows of every length up to an hour, and no item is remembered but the newest few.
 */
export class StatusChanges {
  /** By second and kind: items, and dollars. */
  #items = new Float64Array(0);
  #dollars = new Float64Array(0);
  /** The second that each place of the ring is of. */
  #seconds = new Float64Array(0);
  #newest: ToldChange[] = [];
  #since = Infinity;

  /** The newest first. */
  get newest(): readonly ToldChange[] {
    return this.#newest;
  }

  /** Every change from this moment on is going to be told, in microseconds since 1970. */
  begin(moment: number): void {
    this.#items = new Float64Array(SECONDS * KINDS);
    this.#dollars = new Float64Array(SECONDS * KINDS);
    this.#seconds = new Float64Array(SECONDS);
    this.#newest = [];
    this.#since = Math.ceil(moment / 1e6);
  }

  /** Nobody tells of changes any more. */
  end(): void {
    this.#since = Infinity;
    this.#newest = [];
  }

  /** An item has reached another status than it had. */
  note(change: Extract<PutChange, { table: 'order_items' }>): void {
    const { status, sale_price: price = 0, user_id: userId, product_id: productId } = change.row;
    const moment = change.reachedAt;
    const kind = Object.hasOwn(kinds, status ?? '') ? kinds[status as keyof typeof kinds] : undefined;
    if (kind === undefined || moment === undefined || moment < this.#since * 1e6) return;
    const second = Math.floor(moment / 1e6);
    const place = second % SECONDS;
    if (this.#seconds[place]! > second) return;
    if (this.#seconds[place] !== second) {
      this.#seconds[place] = second;
      this.#items.fill(0, place * KINDS, (place + 1) * KINDS);
      this.#dollars.fill(0, place * KINDS, (place + 1) * KINDS);
    }
    this.#items[place * KINDS + kind]! += 1;
    if (Number.isFinite(price)) this.#dollars[place * KINDS + kind]! += price;
    this.#newest.unshift({ itemId: change.key, userId, productId, status: status!, moment, price });
    if (this.#newest.length > NEWEST) this.#newest.pop();
  }

  /**
   * What has become of items in the window that ends at `at`, in milliseconds since 1970, as far back as is known;
   * undefined where nobody tells.
   */
  counts(
    at: number,
    windowSeconds: number,
  ): { since: number; counts: Record<keyof typeof kinds, ChangeCount> } | undefined {
    const last = Math.floor(at / 1_000);
    const first = Math.max(this.#since, Math.ceil(at / 1_000 - windowSeconds), last - 3_600);
    if (this.#since === Infinity) return undefined;
    const sums = Array.from({ length: KINDS }, (): ChangeCount => ({ items: 0, dollars: 0 }));
    for (let second = first; second <= last; second += 1) {
      const place = second % SECONDS;
      if (this.#seconds[place] !== second) continue;
      for (let kind = 0; kind < KINDS; kind += 1) {
        sums[kind]!.items += this.#items[place * KINDS + kind]!;
        sums[kind]!.dollars += this.#dollars[place * KINDS + kind]!;
      }
    }
    const [Shipped, Complete, Returned, Cancelled] = sums as [
      ChangeCount,
      ChangeCount,
      ChangeCount,
      ChangeCount,
    ];
    return { since: first * 1_000, counts: { Shipped, Complete, Returned, Cancelled } };
  }
}
