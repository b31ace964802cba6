import { nearestPlace, type City } from './geonames.js';

/** How a country numbers its postal districts; postal/*.json. */
export interface PostalScheme {
  /** What every code of the country matches. */
  pattern: string;
  /** What decides the area: a property of the city, the area town nearest to it, or (`place`) real codes. */
  by: 'state' | 'province' | 'city' | 'nearest' | 'place';
  /**
   * The leading characters of the codes of each area, as ranges: `"060-069 040-059"`, `"E1-20 EC1-4"`. Cities are
   * numbered from the first range on, largest city first.
   */
  areas: Record<string, string>;
  /** For provinces whose code is how their postal codes begin: those missing in `areas`. */
  otherwise?: 'province';
  /** The digits that follow: `count` numbers from `first`; without it the ranges are whole codes. */
  tail?: { first: number; count: number; digits: number };
  /** All codes of cities whose codes are known; such a city has no more districts than codes. */
  cities?: Record<string, string>;
  /** Text put into the code after so many characters. */
  separator?: { text: string; after: number };
}

const RANGE = /^([A-Z]*)(\d+)(?:-(\d+))?$/;
const EVEN_STEPS = [1000, 500, 200, 100, 50, 20, 10, 5, 2, 1];

const prefixesOf = (ranges: string): string[] =>
  ranges.split(' ').flatMap((range) => {
    const [, letters = '', first, last = first] = RANGE.exec(range) ?? [];
    if (first === undefined || last === undefined)
      throw new RangeError(`range is ${range}; it must match ${RANGE}`);
    return Array.from(
      { length: Number(last) - Number(first) + 1 },
      (_, index) => letters + String(Number(first) + index).padStart(first.length, '0'),
    );
  });

/**
 * The codes of an area, spaced evenly. They are distinct as long as the area has that many; then they start over.
 */
const codesOf = (ranges: string, count: number, { tail, separator }: PostalScheme): string[] => {
  const prefixes = prefixesOf(ranges);
  const tails = tail?.count ?? 1;
  const space = prefixes.length * tails;
  // Short codes mostly end in noughts; long ones look made up when they do.
  const step =
    separator === undefined
      ? (EVEN_STEPS.find((size) => size * count <= space) ?? 1)
      : Math.max(Math.floor(space / count), 1);
  return Array.from({ length: count }, (_, index) => {
    const place = (index * step) % space;
    const prefix = prefixes[Math.floor(place / tails)]!;
    const end = tail === undefined ? '' : String(tail.first + (place % tails)).padStart(tail.digits, '0');
    const code = prefix + end;
    return separator === undefined
      ? code
      : code.slice(0, separator.after) + separator.text + code.slice(separator.after);
  });
};

/** Says which area of the scheme each city belongs to. */
const areaFinder = (
  { by, areas, otherwise }: PostalScheme,
  all: readonly City[],
): ((city: City) => { area: string; ranges: string }) => {
  const towns =
    by === 'nearest' ? Object.keys(areas).map((name) => all.find((city) => city.name === name)) : [];
  const known = towns.filter((town) => town !== undefined);
  return (city) => {
    const area =
      by === 'nearest'
        ? nearestPlace(known, city).name
        : by === 'city'
          ? city.name
          : by === 'state'
            ? city.state
            : city.province;
    const ranges = areas[area] ?? (otherwise === 'province' ? area : undefined);
    if (ranges === undefined)
      throw new RangeError(`${by} of ${city.name} is ${area}; the scheme has no such area`);
    return { area, ranges };
  };
};

/** How many districts a city may have. */
export const mostDistricts = ({ cities }: PostalScheme, { name }: City): number => {
  const ranges = cities?.[name];
  return ranges === undefined ? Infinity : prefixesOf(ranges).length;
};

/**
 * Postal codes for the districts of each city, in the country's own format and in the right region.
 *
 * @param cities the cities and how many districts each has, largest city first
 * @param all every city of the country, among which the area towns are looked up
 * @returns the codes of each city
 */
export const postalCodes = (
  scheme: PostalScheme,
  cities: readonly { city: City; districts: number }[],
  all: readonly City[],
): string[][] => {
  const find = areaFinder(scheme, all);
  const demand = new Map<string, { ranges: string; count: number }>();
  const placed = cities.map(({ city, districts }) => {
    const own = scheme.cities?.[city.name];
    if (own !== undefined) return { own, districts };
    const { area, ranges } = find(city);
    const entry = demand.get(area) ?? { ranges, count: 0 };
    demand.set(area, entry);
    const from = entry.count;
    entry.count += districts;
    return { area, from, districts };
  });
  const codes = new Map(
    [...demand].map(([area, { ranges, count }]) => [area, codesOf(ranges, count, scheme)]),
  );
  return placed.map((place) =>
    'own' in place
      ? prefixesOf(place.own).slice(0, place.districts)
      : codes.get(place.area)!.slice(place.from, place.from + place.districts),
  );
};
