import type { EventRow } from '@thelook/models';

/**
 * Pages of visits under way, in memory until they are due. They are told in the order of their moments, those of one
 * session in the order of their numbers.
 */
export class PageQueue {
  /** A binary heap: each page is not later than the two below it. */
  readonly #heap: EventRow[] = [];

  get size(): number {
    return this.#heap.length;
  }

  /** When the first page is due, in milliseconds since 1970; Infinity while there is none. */
  get next(): number {
    return this.#heap[0]?.created_at.getTime() ?? Infinity;
  }

  add(pages: readonly EventRow[]): void {
    for (const page of pages) {
      this.#heap.push(page);
      this.#rise(this.#heap.length - 1);
    }
  }

  /** Gives every page another moment; `redate` keeps their order. */
  redate(redate: (moment: number) => number): void {
    for (const page of this.#heap) page.created_at = new Date(redate(page.created_at.getTime()));
  }

  /** Takes the pages that are due at `now`, in milliseconds since 1970. */
  take(now: number): EventRow[] {
    const due: EventRow[] = [];
    while (this.next <= now) due.push(this.#takeFirst());
    return due;
  }

  #takeFirst(): EventRow {
    const heap = this.#heap;
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length > 0) {
      heap[0] = last;
      this.#sink();
    }
    return first;
  }

  #rise(place: number): void {
    const heap = this.#heap;
    const page = heap[place]!;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (!isBefore(page, heap[above]!)) break;
      heap[place] = heap[above]!;
      place = above;
    }
    heap[place] = page;
  }

  #sink(): void {
    const heap = this.#heap;
    const page = heap[0]!;
    let place = 0;
    for (;;) {
      let below = place * 2 + 1;
      if (below + 1 < heap.length && isBefore(heap[below + 1]!, heap[below]!)) below += 1;
      if (below >= heap.length || !isBefore(heap[below]!, page)) break;
      heap[place] = heap[below]!;
      place = below;
    }
    heap[place] = page;
  }
}

function isBefore(one: EventRow, other: EventRow): boolean {
  const difference = one.created_at.getTime() - other.created_at.getTime();
  return difference < 0 || (difference === 0 && one.sequence_number < other.sequence_number);
}
