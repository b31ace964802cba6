import { createRequire } from 'node:module';
import { kilometres, type City } from './geonames.js';

/** A postal district of the United States with coordinates of its own. */
export interface ZipCode {
  zip: string;
  latitude: number;
  longitude: number;
}

interface PackagedZip extends ZipCode {
  city: string;
  state: string;
}

/** What GeoNames calls a place that the post calls otherwise. */
const POSTAL_NAMES: Readonly<Record<string, string>> = {
  'Lexington-Fayette': 'Lexington',
  Manhattan: 'New York',
  'The Bronx': 'Bronx',
  'Washington, D.C.': 'Washington',
};
/** Further away it is another place of the same name. */
const FARTHEST_KILOMETRES = 60;

const key = (city: string, state: string): string =>
  `${state}/${city
    .toLowerCase()
    .replace(/^st\.? /, 'saint ')
    .replaceAll(/[^a-z]/g, '')}`;

/** The places of the United States whose postal codes are known, each with its codes, the most central first. */
export const zipCodesByCity = (cities: readonly City[]): { city: City; zips: ZipCode[] }[] => {
  const packaged = createRequire(import.meta.url);
  const { codes } = packaged('zipcodes/lib/codes.js') as { codes: Record<string, PackagedZip> };
  const states = (packaged('zipcodes/lib/states.js') as { abbr: Record<string, string> }).abbr;
  const abbreviations = new Map(Object.entries(states).map(([short, name]) => [name.toLowerCase(), short]));
  const byPlace = new Map<string, PackagedZip[]>();
  for (const zip of Object.values(codes)) {
    const place = key(zip.city, zip.state);
    byPlace.set(place, [...(byPlace.get(place) ?? []), zip]);
  }
  const taken = new Set<string>();
  return cities.flatMap((city) => {
    const state = abbreviations.get(city.state.toLowerCase()) ?? '';
    const place = key(POSTAL_NAMES[city.name] ?? city.name, state);
    if (taken.has(place)) return [];
    // Boxes and single buildings share the coordinates of their post office; one of them is enough.
    const spots = new Map<string, ZipCode>();
    for (const zip of byPlace.get(place) ?? []) {
      const spot = `${zip.latitude}/${zip.longitude}`;
      if (!spots.has(spot) && kilometres(zip, city) < FARTHEST_KILOMETRES) spots.set(spot, zip);
    }
    const zips = [...spots.values()].sort(
      (left, right) =>
        kilometres(left, city) - kilometres(right, city) || Number(left.zip) - Number(right.zip),
    );
    if (zips.length === 0) return [];
    taken.add(place);
    return [{ city, zips }];
  });
};
