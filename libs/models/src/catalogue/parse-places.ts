import { distance } from 'fastest-levenshtein';
import { OptionError } from '../option-error.js';
import type { Place } from '../rows.js';

/**
 * Where the people of a shop live, apart from anywhere. Each is one value, such as `Germany`, or values with weights,
 * such as `US=.7,UK=.3`; without weights all weigh the same. Several narrow each other down, the country first.
 */
export interface PlacesOption {
  country?: string;
  state?: string;
  postalCode?: string;
}

const columns = { country: 'country', state: 'state', postalCode: 'postal_code' } as const;

/** What people call countries that are spelled otherwise in `world_pop.csv`. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  us: ['United States'],
  usa: ['United States'],
  uk: ['United Kingdom'],
  brazil: ['Brasil'],
};

/** So many names are told to whoever asks for one that there is not. */
const TOLD = 5;

/**
 * The places that an option leaves, with populations that give each value its weight; within a value, places keep
 * their proportions. Letters may be small or capital.
 *
 * @throws {OptionError} for a value that no inhabited place has, with the nearest ones, and for a weight that is none
 * @example
 * ```ts
 * import { loadCatalogue, parsePlaces } from '@thelook/models';
 *
 * const { places } = await loadCatalogue();
 * const left = parsePlaces({ country: 'US=.7,UK=.3', state: 'california,england' }, places);
 * new Set(left.map(({ state }) => state)); // => new Set(['California', 'England'])
 * ```
 */
export function parsePlaces(option: PlacesOption, places: readonly Place[]): readonly Place[] {
  let left = places;
  for (const field of ['country', 'state', 'postalCode'] as const) {
    const text = option[field];
    if (text !== undefined) left = weigh(left, columns[field], parseWeights(field, text, left));
  }
  return left;
}

/** The weights of a column's values. */
function parseWeights(
  field: keyof PlacesOption,
  text: string,
  places: readonly Place[],
): ReadonlyMap<string, number> {
  const inhabited = places.filter(({ population }) => population > 0);
  const known = new Map(inhabited.map((place) => [fold(place[columns[field]]), place[columns[field]]]));
  const find = (name: string): string | undefined =>
    [fold(name), ...(field === 'country' ? (aliases[fold(name)] ?? []).map(fold) : [])]
      .map((spelled) => known.get(spelled))
      .find((value) => value !== undefined);
  // A name that holds a comma.
  const whole = find(text);
  if (whole !== undefined) return new Map([[whole, 1]]);

  const weights = new Map<string, number>();
  const parts = text.split(',');
  const weighed = parts.filter((part) => part.includes('=')).length;
  if (weighed > 0 && weighed < parts.length) {
    throw new OptionError(
      field,
      text,
      'values that all have weights, such as A=.7,B=.3, or none of which has',
    );
  }
  for (const part of parts) {
    const [name = '', weight = '1'] = part.split(/=(?=[^=]*$)/);
    const value = find(name);
    if (value === undefined) throw new OptionError(field, name.trim(), nearest(name, [...known.values()]));
    if (weights.has(value)) throw new OptionError(field, text, `each value once; ${value} is there twice`);
    const share = weight.trim() === '' ? NaN : Number(weight);
    if (!(share > 0 && share < Infinity)) {
      throw new OptionError(field, part.trim(), 'a weight above 0 after the value, such as .7');
    }
    weights.set(value, share);
  }
  return weights;
}

function weigh(
  places: readonly Place[],
  column: (typeof columns)[keyof typeof columns],
  weights: ReadonlyMap<string, number>,
): Place[] {
  const people = new Map<string, number>();
  for (const place of places) people.set(place[column], (people.get(place[column]) ?? 0) + place.population);
  return places
    .filter((place) => weights.has(place[column]))
    .map((place) => {
      const share = place.population / people.get(place[column])!;
      return { ...place, population: share * weights.get(place[column])! };
    });
}

/**
 * `one of Dresses, Shorts and 24 more`: those of the values that are spelled most like a name that is none of them.
 *
 * @example
 * ```ts
 * import { nearest } from '@thelook/models';
 *
 * nearest('Jaens', ['Dresses', 'Jeans']); // => 'one of Jeans, Dresses'
 * ```
 */
export function nearest(name: string, values: readonly string[]): string {
  const wanted = fold(name);
  const far = new Map(values.map((value) => [value, distance(wanted, fold(value))]));
  const named = [...far].sort(([, one], [, other]) => one - other).slice(0, TOLD);
  const rest = values.length - named.length;
  return `one of ${named.map(([value]) => value).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** Letters without case and accents. */
function fold(text: string): string {
  return text.trim().normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
