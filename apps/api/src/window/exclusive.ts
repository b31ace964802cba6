/**
 * Work that must not overlap, one after the other, in the order in which it comes.
 *
 * @example
 * const exclusive = new Exclusive();
 * await Promise.all([exclusive.run(read), exclusive.run(read)]); // the second one begins when the first has ended
 */
export class Exclusive {
  #last: Promise<unknown> = Promise.resolve();

  run<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
