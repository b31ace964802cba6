import { faker } from '@faker-js/faker/locale/en';
import { firstName, lastName } from './person-name.js';
import type { Random } from '../chance/random.js';

const { street_suffix, street_name } = faker.rawDefinitions.location ?? {};
const suffixes: readonly string[] = street_suffix ?? [];
const wholeNames: readonly string[] = street_name ?? [];

/** A third of the streets each is named after somebody's first name, after a last name, and after something else. */
const streets: readonly ((random: Random) => string)[] = [
  (random) => `${firstName(random.pick(['F', 'M']), random)} ${random.pick(suffixes)}`,
  (random) => `${lastName(random)} ${random.pick(suffixes)}`,
  (random) => random.pick(wholeNames),
];

/** A house and its street, such as `4711 Bennett Road`. Numbers have three to five digits, each as likely. */
export function streetAddress(random: Random): string {
  const smallest = 10 ** random.between(2, 4);
  return `${random.between(smallest, smallest * 10 - 1)} ${random.pick(streets)(random)}`;
}
