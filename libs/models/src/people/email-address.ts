import type { Random } from '../chance/random.js';

/** Reserved for examples (RFC 2606): no mail ever reaches anybody. */
const domains = ['example.com', 'example.net', 'example.org'];

/** An address such as `maria.oconnor48213@example.org`: ASCII, lower case. */
export function emailAddress(firstName: string, lastName: string, random: Random): string {
  return `${letters(firstName)}.${letters(lastName)}${random.between(10_000, 99_999)}@${random.pick(domains)}`;
}

/** A name's letters without accents, hyphens, apostrophes and spaces. */
function letters(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z]/g, '');
}
