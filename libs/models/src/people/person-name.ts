import { faker } from '@faker-js/faker/locale/en';
import type { Random } from '../chance/random.js';
import type { Gender } from '../rows.js';

// The words alone: Faker's own way to put them together takes a hundred times as long.
const { first_name, last_name } = faker.rawDefinitions.person ?? {};
const firstNames: Readonly<Record<Gender, readonly string[]>> = {
  F: [...(first_name?.female ?? []), ...(first_name?.generic ?? [])],
  M: [...(first_name?.male ?? []), ...(first_name?.generic ?? [])],
};
const lastNames: readonly string[] = last_name?.generic ?? [];

/** This share has two last names, such as `Lind-Moen`. */
const doubleNameShare = 0.05;

/** A first name that suits the gender, such as `Maria`. */
export function firstName(gender: Gender, random: Random): string {
  return random.pick(firstNames[gender]);
}

/** A last name, such as `O'Connor`. */
export function lastName(random: Random): string {
  const name = random.pick(lastNames);
  return random.next() < doubleNameShare ? `${name}-${random.pick(lastNames)}` : name;
}
