import { emailAddress } from '../../src/people/email-address.js';
import { Random } from '../../src/chance/random.js';

test.each([
  ['Maria', "O'Connor", 'maria.oconnor'],
  ['Zoë', 'Muñoz-Keßler', 'zoe.munozkeler'],
])('%s %s writes from %s', (firstName, lastName, local) => {
  expect(emailAddress(firstName, lastName, new Random(1))).toMatch(
    new RegExp(`^${local}\\d{5}@example\\.(com|net|org)$`),
  );
});

test('namesakes hardly ever share an address', () => {
  const random = new Random(1);
  const addresses = new Set(Array.from({ length: 100 }, () => emailAddress('Ann', 'Lee', random)));
  expect(addresses.size).toBe(100);
});
