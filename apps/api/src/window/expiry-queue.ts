/** Stale entries that are kept before the queue is worth rebuilding. */
const SLACK = 1024;

/**
 * Ids by the moment they are due, earliest first: a binary heap in two flat arrays. An id whose moment changes is
 * pushed again and then comes out once for each push, so whoever takes it out has to look whether it is really due.
 */
export class ExpiryQueue {
  #moments: number[] = [];
  #ids: string[] = [];

  get size(): number {
    return this.#ids.length;
  }

  push(moment: number, id: string): void {
    const moments = this.#moments;
    const ids = this.#ids;
    let place = ids.length;
    moments.push(moment);
    ids.push(id);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (moments[parent]! <= moment) break;
      moments[place] = moments[parent]!;
      ids[place] = ids[parent]!;
      place = parent;
    }
    moments[place] = moment;
    ids[place] = id;
  }

  /** Takes out the earliest id if its moment is `limit` or before. */
  takeUntil(limit: number): string | undefined {
    const first = this.#moments[0];
    if (first === undefined || first > limit) return undefined;
    const taken = this.#ids[0];
    const moment = this.#moments.pop();
    const id = this.#ids.pop();
    if (moment !== undefined && id !== undefined && this.#ids.length > 0) this.#sink(moment, id);
    return taken;
  }

  /** Whether more than half of the queue is stale when only `live` of its ids are still waited for. */
  isStale(live: number): boolean {
    return this.#ids.length > 2 * live + SLACK;
  }

  clear(): void {
    this.#moments = [];
    this.#ids = [];
  }

  /** Puts an entry where the top has been taken away. */
  #sink(moment: number, id: string): void {
    const moments = this.#moments;
    const ids = this.#ids;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= ids.length) break;
      if (child + 1 < ids.length && moments[child + 1]! < moments[child]!) child += 1;
      if (moments[child]! >= moment) break;
      moments[place] = moments[child]!;
      ids[place] = ids[child]!;
      place = child;
    }
    moments[place] = moment;
    ids[place] = id;
  }
}
