import type { FeedLimits } from './limits.js';

/** The limit that keeps a client out. */
export type FullBecause = 'clients' | 'clients_per_address';

/**
 * How many of `limit` one address may have where all others have `others`: half of what those leave, and at least one.
 * So nobody takes the last place, however many addresses somebody has.
 *
 * @example
 * shareOf(8, 0); // 4
 * shareOf(8, 4); // 2
 */
export function shareOf(limit: number, others: number): number {
  return Math.max(1, Math.ceil((limit - others) / 2));
}

type Limits = Pick<FeedLimits, 'maxClients' | 'maxClientsPerAddress'>;

/** Counts clients, in total and by address, and knows when there is no room for more. */
export class Admission {
  readonly #limits: Limits;
  readonly #byAddress = new Map<string, number>();
  #clients = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get clients(): number {
    return this.#clients;
  }

  /** The limit that keeps out one more client from this address; undefined while there is room. */
  full(address: string): FullBecause | undefined {
    const { maxClients, maxClientsPerAddress } = this.#limits;
    if (this.#clients >= maxClients) return 'clients';
    const mine = this.#from(address);
    const most = maxClientsPerAddress ?? shareOf(maxClients, this.#clients - mine);
    return mine >= most ? 'clients_per_address' : undefined;
  }

  /** Counts a client in. */
  enter(address: string): void {
    this.#byAddress.set(address, this.#from(address) + 1);
    this.#clients += 1;
  }

  /** Counts out a client that was let in from this address. */
  leave(address: string): void {
    const others = this.#from(address) - 1;
    if (others > 0) this.#byAddress.set(address, others);
    else this.#byAddress.delete(address);
    this.#clients -= 1;
  }

  #from(address: string): number {
    return this.#byAddress.get(address) ?? 0;
  }
}
