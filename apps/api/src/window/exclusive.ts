/**
 * Work that must not overlap, one after the other, in the order in which it comes; what is urgent goes before all that
 * waits.
 *
 * @example
 * const exclusive = new Exclusive();
 * await Promise.all([exclusive.run(read), exclusive.run(read)]); // the second one begins when the first has ended
 */
export class Exclusive {
  readonly #urgent: (() => Promise<void>)[] = [];
  readonly #waiting: (() => Promise<void>)[] = [];
  #isBusy = false;

  run<Result>(work: () => Promise<Result>, isUrgent = false): Promise<Result> {
    return new Promise((resolve, reject) => {
      (isUrgent ? this.#urgent : this.#waiting).push(async () => {
        await work().then(resolve, reject);
      });
      if (!this.#isBusy) void this.#goOn();
    });
  }

  async #goOn(): Promise<void> {
    this.#isBusy = true;
    // Never within the call that brings the work.
    await Promise.resolve();
    for (let next = this.#next(); next; next = this.#next()) await next();
    this.#isBusy = false;
  }

  #next(): (() => Promise<void>) | undefined {
    return this.#urgent.shift() ?? this.#waiting.shift();
  }
}
