import { firstName, lastName } from './person-name.js';
import type { Random } from '../chance/random.js';
import { streetNames, streetSuffixes } from './street-names.js';

/** A third of the streets each is named after somebody's first name, after a last name, and after something else. */
const streets: readonly ((random: Random) => string)[] = [
  (random) => `${firstName(random.pick(['F', 'M']), random)} ${random.pick(streetSuffixes)}`,
  (random) => `${lastName(random)} ${random.pick(streetSuffixes)}`,
  (random) => random.pick(streetNames),
];

/** A house and its street, such as `4711 Bennett Road`. Numbers have three to five digits, each as likely. */
export function streetAddress(random: Random): string {
  const smallest = 10 ** random.between(2, 4);
  return `${random.between(smallest, smallest * 10 - 1)} ${random.pick(streets)(random)}`;
}
