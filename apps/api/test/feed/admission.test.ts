import { Admission } from '../../src/feed/admission.js';

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
  expect(admission.full('192.0.2.1')).toBe('clients_per_address');
  expect(admission.full('2001:db8:0:1')).toBeUndefined();
  admission.leave('192.0.2.1');
  expect(admission.full('192.0.2.1')).toBeUndefined();
});
