import type { IncomingMessage } from 'node:http';
import { ClientAddresses, hostOf, type TrustedProxies } from '../../src/door/client-address.js';

function addressOf(trusted: TrustedProxies, peer: string, forwarded?: string): string {
  const headers = { ...(forwarded !== undefined && { 'x-forwarded-for': forwarded }) };
  return new ClientAddresses(trusted).of({ headers, socket: { remoteAddress: peer } } as IncomingMessage);
}

test('without a proxy to believe, the address is that of the connection, whatever is said', () => {
  expect(addressOf(0, '192.0.2.1', '203.0.113.9')).toBe('192.0.2.1');
  expect(addressOf(['10.0.0.0/8'], '192.0.2.1', '203.0.113.9')).toBe('192.0.2.1');
});

test('proxies by address: the first address from the right that is none of theirs', () => {
  const trusted = ['10.0.0.0/8', 'fd00::/8'];
  expect(addressOf(trusted, '10.0.0.2', '203.0.113.9')).toBe('203.0.113.9');
  expect(addressOf(trusted, '::ffff:10.0.0.2', '198.51.100.1, 203.0.113.9, 10.9.9.9')).toBe('203.0.113.9');
  expect(addressOf(trusted, 'fd00::2', '2001:db8:1:2::3')).toBe('2001:db8:1:2');
  expect(addressOf(trusted, '10.0.0.2')).toBe('10.0.0.2');
});

test('proxies by count: what the client itself has written further left is not believed', () => {
  expect(addressOf(1, '192.0.2.1', '198.51.100.1, 203.0.113.9')).toBe('203.0.113.9');
  expect(addressOf(2, '192.0.2.1', '198.51.100.1, 203.0.113.9, 10.9.9.9')).toBe('203.0.113.9');
});

test('what is no address is one and the same client', () => {
  const said = ['x', 'x'.repeat(10_000), '1.2.3.4.5'];
  expect(said.map((text) => addressOf(1, '192.0.2.1', text))).toEqual(['unknown', 'unknown', 'unknown']);
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::FFFF:192.0.2.1', '192.0.2.1'],
  ['::1', '0:0:0:0'],
  ['2001:0db8:1:2:3::4', '2001:db8:1:2'],
  ['2001:db8::1:2:3:4:5', '2001:db8:0:1'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['', 'unknown'],
  ['not an address', 'unknown'],
])('the host of %s is %s', (address, host) => {
  expect(hostOf(address)).toBe(host);
});
