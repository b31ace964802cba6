import type { IncomingMessage } from 'node:http';
import { isIPv4, isIPv6 } from 'node:net';
import proxyAddress from 'proxy-addr';

/** Whom to believe about the address before it: how many proxies there are, or who they are. */
export type TrustedProxies = number | readonly string[];

/** What stands for a client whose address is not to be had. */
const UNKNOWN = 'unknown';

/**
 * Reads the addresses of clients, also of those who come through proxies that are to be believed (`X-Forwarded-For`):
 * the first address from the right that is none of theirs.
 *
 * @example
 * const { of } = new ClientAddresses(['10.0.0.0/8']);
 * of(request); // of one that 10.0.0.2 has passed on with X-Forwarded-For: 203.0.113.9: '203.0.113.9'
 */
export class ClientAddresses {
  readonly #trustsNobody: boolean;
  readonly #trusts: (address: string, hop: number) => boolean;

  /** @throws {TypeError} when a proxy is no address, network or known name. */
  constructor(trusted: TrustedProxies) {
    this.#trustsNobody = trusted === 0;
    this.#trusts =
      typeof trusted === 'number' ? (_address, hop) => hop < trusted : proxyAddress.compile([...trusted]);
  }

  /** Whether what this peer says about others is believed. */
  isProxy(address: string): boolean {
    return this.#trusts(address, 0);
  }

  /** What counts as the client's address. */
  of(request: IncomingMessage): string {
    const address = this.#trustsNobody ? request.socket.remoteAddress : proxyAddress(request, this.#trusts);
    return hostOf(address ?? '');
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
  if (!address.includes(':')) return isIPv4(address) ? address : UNKNOWN;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) return mapped[1]!;
  const [plain = ''] = address.split('%');
  if (!isIPv6(plain)) return UNKNOWN;
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
