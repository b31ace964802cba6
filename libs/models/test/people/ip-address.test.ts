import { BlockList, isIPv4 } from 'node:net';
import { ipAddress } from '../../src/people/ip-address.js';
import { Random } from '../../src/chance/random.js';

const reserved = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  reserved.addSubnet(network, prefix);
}

test('visitors come from public addresses', () => {
  const random = new Random(1);
  const addresses = Array.from({ length: 5_000 }, () => ipAddress(random));
  expect(addresses.filter((address) => !isIPv4(address) || reserved.check(address))).toEqual([]);
  expect(new Set(addresses).size).toBeGreaterThan(4_990);
});
