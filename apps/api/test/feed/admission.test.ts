import { Admission, hostOf } from '../../src/feed/admission.js';

test('is full with one client too many, and no more when somebody has gone', () => {
  const admission = new Admission({ maxClients: 2, maxClientsPerAddress: 2 });
  admission.enter('192.0.2.1');
  expect(admission.full('192.0.2.3')).toBeUndefined();
  admission.enter('192.0.2.2');
  expect(admission.full('192.0.2.3')).toBe('clients');
  admission.leave('192.0.2.1');
  expect(admission.full('192.0.2.3')).toBeUndefined();
  expect(admission.clients).toBe(1);
});

test('one address cannot take every place', () => {
  const admission = new Admission({ maxClients: 10, maxClientsPerAddress: 1 });
  admission.enter('192.0.2.1');
  expect(admission.full('::ffff:192.0.2.1')).toBe('clients_per_address');
  expect(admission.full('2001:db8::1')).toBeUndefined();
  admission.enter('2001:db8::1');
  expect(admission.full('2001:db8::ffff:2')).toBe('clients_per_address');
  expect(admission.full('2001:db8:0:1::1')).toBeUndefined();
  admission.leave('::ffff:192.0.2.1');
  expect(admission.full('192.0.2.1')).toBeUndefined();
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::FFFF:192.0.2.1', '192.0.2.1'],
  ['::1', '0:0:0:0'],
  ['2001:0db8:1:2:3::4', '2001:db8:1:2'],
  ['2001:db8::1:2:3:4:5', '2001:db8:0:1'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['', ''],
])('the host of %s is %s', (address, host) => {
  expect(hostOf(address)).toBe(host);
});
