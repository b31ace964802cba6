import { problem, type Problem } from '@thelook/feed';
import { isIP } from 'node:net';
import { Memo } from './memo.js';

/** A name or an address, and a port: what `Host` may hold at all. */
const hostPattern = /^(\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i;

/**
 * A check of the header `Host`, without which any page could read a server that listens on loopback only: it has its
 * own name resolve to 127.0.0.1, and its requests are then of the same origin for the browser. Addresses pass, and
 * names without a dot, which are no name of the internet's: `localhost`, a machine of this network, a service of
 * Docker Compose.
 *
 * @param allowed other names that pass; one that begins with a dot stands for the domain and all below it.
 * @returns why a request with these values of `Host` is refused, or undefined.
 * @example
 * const refusalOf = createHostCheck(['shop.example.com']);
 * refusalOf(['127.0.0.1:8000']); // undefined
 * refusalOf(['evil.example'])?.code; // 'THELOOK_HOST'
 */
export function createHostCheck(
  allowed: readonly string[],
): (hosts: readonly string[]) => Problem | undefined {
  const names = new Set(allowed.filter((name) => !name.startsWith('.')));
  const domains = allowed.filter((name) => name.startsWith('.'));
  const passing = new Memo((host) => {
    const name = hostPattern.exec(host)?.[1]?.toLowerCase().replace(/\.$/, '');
    if (name === undefined || name === '') return false;
    if (name.startsWith('[')) return isIP(name.slice(1, -1)) === 6;
    if (isIP(name) === 4 || !name.includes('.') || names.has(name)) return true;
    return domains.some((domain) => `.${name}`.endsWith(domain));
  });
  return (hosts) => {
    const [host = '', ...more] = hosts;
    if (more.length === 0 && passing.of(host)) return undefined;
    return problem(421, {
      code: 'THELOOK_HOST',
      detail: 'This server does not go by that name; the variable ALLOWED_HOSTS lists those that it goes by.',
      field: 'Host',
      value: hosts.join(', ').slice(0, 100),
      allowed: 'one address, localhost, a name without a dot, or a name in ALLOWED_HOSTS',
    });
  };
}
