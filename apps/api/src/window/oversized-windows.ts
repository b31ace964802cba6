import { WindowTooLargeError } from './errors.js';

/** How long a window that is too large is taken for that without looking again. */
const VERDICT_MS = 5_000;

interface Verdict {
  error: WindowTooLargeError;
  until: number;
}

/** The windows that hold too much, by their length in minutes, until they have shrunk. */
export class OversizedWindows {
  readonly #verdicts = new Map<number, Verdict>();
  readonly #maxItems: number;
  readonly #count: (lookbackMinutes: number) => Promise<number>;

  /** @param count how many order items a window holds now; it need not count further than `maxItems`. */
  constructor(maxItems: number, count: (lookbackMinutes: number) => Promise<number>) {
    this.#maxItems = maxItems;
    this.#count = count;
  }

  /** Whether a window of this length is too large, as far as is known. */
  has(lookbackMinutes: number): boolean {
    return this.#verdicts.has(lookbackMinutes);
  }

  /** A window has turned out to be too large: `limit` says of what it has too much. */
  add(lookbackMinutes: number, limit: string): WindowTooLargeError {
    const error = new WindowTooLargeError(lookbackMinutes, limit);
    this.#verdicts.set(lookbackMinutes, { error, until: performance.now() + VERDICT_MS });
    return error;
  }

  delete(lookbackMinutes: number): void {
    this.#verdicts.delete(lookbackMinutes);
  }

  /** @throws {WindowTooLargeError} while a window of this length is too large; asks the database now and then. */
  async verify(lookbackMinutes: number): Promise<void> {
    const verdict = this.#verdicts.get(lookbackMinutes);
    if (!verdict) return;
    if (performance.now() < verdict.until) throw verdict.error;
    if ((await this.#count(lookbackMinutes)) <= this.#maxItems) {
      this.#verdicts.delete(lookbackMinutes);
      return;
    }
    verdict.until = performance.now() + VERDICT_MS;
    throw verdict.error;
  }
}
