import { nearest } from '../catalogue/parse-places.js';
import { createUserGenerator } from '../classic/user-generator.js';
import { OptionError } from '../option-error.js';
import { emailAddress } from '../people/email-address.js';
import { firstName } from '../people/person-name.js';
import type { Place, UserRow } from '../rows.js';
import { wished, Workbench, type BuilderOptions } from './workbench.js';

/** What a user is to be like: any columns of its row. */
export type UserWishes = Partial<UserRow>;

const userColumns = [
  ...[
    'id',
    'first_name',
    'last_name',
    'email',
    'age',
    'gender',
    'state',
    'street_address',
    'postal_code',
    'city',
  ],
  ...['country', 'latitude', 'longitude', 'traffic_source', 'created_at', 'updated_at'],
] as const satisfies readonly (keyof UserRow)[];

/**
 * A user for a test, as asked for; what was not asked for goes with it: the place is one of the country or the city, the
 * email address has the name in it. A row with every column is taken as it is; for a value that the catalogue does not
 * have, change the row: `{ ...aUser(), city: '' }`.
 *
 * @throws {OptionError} for a country, state, city or postal code that no place of the catalogue has, and for a column
 * that is none
 * @example
 * ```ts
 * import { aUser } from '@thelook/models';
 *
 * const user = aUser({ country: 'Japan', gender: 'F', age: 34 });
 * user.country; // => 'Japan'
 * user.latitude > 24 && user.latitude < 46; // => true
 * aUser({ country: 'Japan' }, { seed: 7 }); // => aUser({ country: 'Japan' }, { seed: 7 })
 * aUser().id === aUser().id; // => false
 * ```
 */
export function aUser(wishes: UserWishes = {}, options: BuilderOptions = {}): UserRow {
  return buildUser(new Workbench(options), wishes);
}

/** @param latest moment of signing up, in milliseconds since 1970; by default now */
export function buildUser(bench: Workbench, wishes: UserWishes, latest: number = bench.now): UserRow {
  const asked = wished(wishes, userColumns, 'user');
  if (userColumns.every((column) => column in asked)) return { ...(asked as UserRow) };
  const { random, ids, catalogue } = bench;
  const places = placesOf(asked, catalogue.places);
  const drawn = createUserGenerator({ places, random, ids, clock: () => new Date(latest) })();
  const gender = asked.gender ?? drawn.gender;
  const first_name =
    asked.first_name ?? (gender === drawn.gender ? drawn.first_name : firstName(gender, random));
  const last_name = asked.last_name ?? drawn.last_name;
  const email = emailAddress(first_name, last_name, random);
  const updated_at = asked.created_at ?? drawn.created_at;
  return { ...drawn, first_name, last_name, email, updated_at, ...asked };
}

function placesOf(asked: UserWishes, places: readonly Place[]): readonly Place[] {
  let left = places.filter(({ population }) => population > 0);
  for (const column of ['country', 'state', 'city', 'postal_code'] as const) {
    const value = asked[column];
    if (value === undefined) continue;
    const known = [...new Set(left.map((place) => place[column]))];
    if (!known.includes(value)) throw new OptionError(`user.${column}`, value, nearest(String(value), known));
    left = left.filter((place) => place[column] === value);
  }
  return left;
}
