import type { FeedLimits } from './limits.js';

/** The limit that keeps a client out. */
export type FullBecause = 'clients' | 'clients_per_address';

/** Counts clients, in total and by address, and knows when there is no room for more. */
export class Admission {
  readonly #limits: Pick<FeedLimits, 'maxClients' | 'maxClientsPerAddress'>;
  readonly #byAddress = new Map<string, number>();
  #clients = 0;

  constructor(limits: Pick<FeedLimits, 'maxClients' | 'maxClientsPerAddress'>) {
    this.#limits = limits;
  }

  get clients(): number {
    return this.#clients;
  }

  /** The limit that keeps out one more client from this address; undefined while there is room. */
  full(address: string): FullBecause | undefined {
    if (this.#clients >= this.#limits.maxClients) return 'clients';
    return this.#from(address) >= this.#limits.maxClientsPerAddress ? 'clients_per_address' : undefined;
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
