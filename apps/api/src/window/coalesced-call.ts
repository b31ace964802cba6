/**
 * Work that many want at once and that one run does for all of them. A caller gets a run that begins after its call,
 * never one that is under way already, so that the result is as fresh as if it had run alone. At most one run is
 * under way and one is waiting.
 *
 * @example
 * const newest = new CoalescedCall(() => readClock());
 * const [a, b] = await Promise.all([newest.call(), newest.call()]); // one run
 */
export class CoalescedCall<Result> {
  readonly #work: () => Promise<Result>;
  #running: Promise<unknown> | undefined;
  #next: Promise<Result> | undefined;

  constructor(work: () => Promise<Result>) {
    this.#work = work;
  }

  call(): Promise<Result> {
    return (this.#next ??= this.#begin());
  }

  async #begin(): Promise<Result> {
    await this.#running;
    // Timers that are due in the same turn of the event loop all get in.
    await new Promise((resolve) => setImmediate(resolve));
    this.#next = undefined;
    const result = this.#work();
    this.#running = result.catch(() => undefined);
    return result;
  }
}
