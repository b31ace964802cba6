/** So many are waiting that another one would wait too long. */
export class BusyError extends Error {
  readonly code = 'THELOOK_BUSY';

  constructor(readonly maxWaiting: number) {
    super(`${maxWaiting} requests are waiting already; try again in a moment.`);
    this.name = 'BusyError';
  }
}

/**
 * Lets a few do something at the same time and makes the others wait, first come, first served; but not more of them
 * than are worth the memory.
 *
 * @example
 * const turns = new Turns({ atOnce: 1, maxWaiting: 10 });
 * const window = await turns.run(() => readWindow(5));
 */
export class Turns {
  readonly #maxWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor({ atOnce, maxWaiting }: { atOnce: number; maxWaiting: number }) {
    this.#free = atOnce;
    this.#maxWaiting = maxWaiting;
  }

  /**
   * Does the work when it is its turn.
   *
   * @throws {BusyError} when too many are waiting; and whatever the work throws.
   */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#free > 0) this.#free -= 1;
    else await this.#wait();
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }

  #wait(): Promise<void> {
    if (this.#waiting.length >= this.#maxWaiting) throw new BusyError(this.#maxWaiting);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
