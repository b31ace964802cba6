/** Seconds of the rate that an address may save up: all of its clients come back at once when a server was gone. */
const SAVED_SECONDS = 10;
/** Addresses whose debts are looked through for those that are paid. */
const SWEEP_AT = 1_024;

/**
 * The bytes of first states that an address is sent, at a rate that it may save up for a while: whoever connects again
 * and again would otherwise have the whole window each time. Nobody is cut short: an address that is past it is let in
 * again when it has waited long enough.
 */
export class SnapshotBudget {
  readonly #bytesPerMs: number;
  readonly #saved: number;
  /** What is missing to the full savings, as of a moment. */
  readonly #spent = new Map<string, { bytes: number; at: number }>();

  constructor(bytesPerSecond: number) {
    this.#bytesPerMs = bytesPerSecond / 1_000;
    this.#saved = bytesPerSecond * SAVED_SECONDS;
  }

  /** Seconds that this address has to wait; 0: none. */
  waitSeconds(address: string): number {
    const past = this.#missing(address) - this.#saved;
    return past < 0 ? 0 : Math.ceil(past / this.#bytesPerMs / 1_000) || 1;
  }

  /** Notes what a client of this address has been sent. */
  spend(address: string, bytes: number): void {
    this.#spent.set(address, { bytes: this.#missing(address) + bytes, at: performance.now() });
    if (this.#spent.size > SWEEP_AT) this.#sweep();
  }

  #missing(address: string): number {
    const spent = this.#spent.get(address);
    return spent ? Math.max(0, spent.bytes - (performance.now() - spent.at) * this.#bytesPerMs) : 0;
  }

  #sweep(): void {
    for (const address of this.#spent.keys()) {
      if (this.#missing(address) === 0) this.#spent.delete(address);
    }
  }
}
