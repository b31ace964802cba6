import { shareOf } from './admission.js';

/**
 * What is open and for whom: windows, or views. What several addresses use is nobody's own; what only one uses counts
 * as that one's, and of those an address has a limit.
 */
export class Holdings {
  readonly #users = new Map<string, Map<string, number>>();

  /**
   * @param limit of all that may be open.
   * @param perAddress of those, one address's own; undefined: half of what the others leave.
   */
  constructor(
    readonly limit: number,
    readonly perAddress: number | undefined,
  ) {}

  /** Whether this address may not open one more, which this would be. */
  isFull(address: string, key: string): boolean {
    if (this.#users.has(key)) return false;
    const own = [...this.#users.values()].filter((users) => users.size === 1 && users.has(address)).length;
    return own >= (this.perAddress ?? shareOf(this.limit, this.#users.size - own));
  }

  /** One more client of this address uses it. */
  enter(address: string, key: string): void {
    const users = this.#users.get(key) ?? new Map<string, number>();
    this.#users.set(key, users.set(address, (users.get(address) ?? 0) + 1));
  }

  /** One that has entered does not any more. */
  leave(address: string, key: string): void {
    const users = this.#users.get(key);
    const left = (users?.get(address) ?? 0) - 1;
    if (left > 0) users?.set(address, left);
    else users?.delete(address);
    if (users?.size === 0) this.#users.delete(key);
  }
}
