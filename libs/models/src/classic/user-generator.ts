import { readClock, systemClock } from '../clock.js';
import { emailAddress } from '../people/email-address.js';
import {
  genders,
  oldestAge,
  openingMoment,
  recentSignUpShare,
  recentSignUpSpan,
  userTrafficSources,
  youngestAge,
} from './figures.js';
import { idsOf, type GeneratorOptions } from './generator-options.js';
import { OptionError } from '../option-error.js';
import { firstName, lastName } from '../people/person-name.js';
import type { Random } from '../chance/random.js';
import type { Place, UserRow } from '../rows.js';
import { streetAddress } from '../people/street-address.js';
import { weightedDraw } from '../chance/weighted-draw.js';

const drawGender = weightedDraw(genders);
const drawTrafficSource = weightedDraw(userTrafficSources);

export interface UserGeneratorOptions extends GeneratorOptions {
  /** Where users live: a place with twice the population has twice the users. */
  places: readonly Place[];
  /** The first moment at which somebody could sign up. By default 2019-01-01. */
  since?: Date;
}

/**
 * Makes users: people with a name, an address in a real place and the moment at which they signed up.
 *
 * @throws {OptionError} when nobody lives in `places`
 * @example
 * ```ts
 * import { createUserGenerator, loadCatalogue, Random } from '@thelook/models';
 *
 * const { places } = await loadCatalogue();
 * const nextUser = createUserGenerator({ places, random: new Random(42), clock: () => new Date('2026-01-01') });
 * const user = nextUser();
 * places.some(({ city, country }) => city === user.city && country === user.country); // => true
 * user.created_at <= new Date('2026-01-01'); // => true
 * ```
 */
export function createUserGenerator(options: UserGeneratorOptions): () => UserRow {
  const { places, random, clock = systemClock } = options;
  const opening = options.since?.getTime() ?? openingMoment;
  if (!places.some(({ population }) => population > 0)) {
    throw new OptionError('places', places, 'places that have a population');
  }
  const drawPlace = weightedDraw(places.map((place) => [place, place.population] as const));
  const ids = idsOf(options);

  return () => {
    const now = readClock(clock);
    const id = ids.next();
    const gender = drawGender(random);
    const first_name = firstName(gender, random);
    const last_name = lastName(random);
    const place = drawPlace(random);
    return {
      id,
      first_name,
      last_name,
      email: emailAddress(first_name, last_name, random),
      age: random.between(youngestAge, oldestAge),
      gender,
      state: place.state,
      street_address: streetAddress(random),
      postal_code: place.postal_code,
      city: place.city,
      country: place.country,
      latitude: place.latitude,
      longitude: place.longitude,
      traffic_source: drawTrafficSource(random),
      created_at: new Date(signUpMoment(opening, now, random)),
      updated_at: null,
    };
  };
}

/** For a clock that is set before the opening the shop has been open for just the last days. */
function signUpMoment(opening: number, now: number, random: Random): number {
  const recently = now - recentSignUpSpan;
  const opened = now < opening ? recently : opening;
  const isRecent = random.next() < recentSignUpShare;
  return random.between(isRecent ? Math.max(opened, recently) : opened, now);
}
