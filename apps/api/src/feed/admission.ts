import { isIPv6 } from 'node:net';
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
    this.#byAddress.set(hostOf(address), this.#from(address) + 1);
    this.#clients += 1;
  }

  /** Counts out a client that was let in from this address. */
  leave(address: string): void {
    const host = hostOf(address);
    const others = this.#from(address) - 1;
    if (others > 0) this.#byAddress.set(host, others);
    else this.#byAddress.delete(host);
    this.#clients -= 1;
  }

  #from(address: string): number {
    return this.#byAddress.get(hostOf(address)) ?? 0;
  }
}

/**
 * What counts as one address: an address of IPv4, also when it comes as one of IPv6, or the network of an address of
 * IPv6, since a host has all of its 2^64 addresses to choose from.
 *
 * @example
 * hostOf('::ffff:192.0.2.1'); // '192.0.2.1'
 * hostOf('2001:db8:1:2:3::4'); // '2001:db8:1:2'
 */
export function hostOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) return mapped[1]!;
  const [plain = ''] = address.split('%');
  if (!isIPv6(plain)) return address;
  const [head = '', tail] = plain.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array<string>(zeros).fill('0'), ...right];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
