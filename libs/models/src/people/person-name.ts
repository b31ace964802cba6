import type { Random } from '../chance/random.js';
import type { Gender } from '../rows.js';
import { anybodysNames, femaleNames, maleNames } from './first-names.js';
import { lastNames } from './last-names.js';

const firstNames: Readonly<Record<Gender, readonly string[]>> = {
  F: [...femaleNames, ...anybodysNames],
  M: [...maleNames, ...anybodysNames],
};

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
