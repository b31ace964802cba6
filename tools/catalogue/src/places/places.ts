import { apportion, roundToTotal } from '../apportion.js';
import { readTable, type CountryFigures } from '../figures.js';
import { Random } from '../random.js';
import { citiesOf, kilometres, type City } from './geonames.js';
import { honeycomb } from './honeycomb.js';
import { mostDistricts, postalCodes, type PostalScheme } from './postal-codes.js';
import { zipCodesByCity } from './zip-codes.js';

/** A line of world_pop.csv: a postal district and the people who live there. */
export interface PlaceLine {
  city: string;
  state: string;
  country: string;
  postal_code: string;
  latitude: number;
  longitude: number;
  population: number;
}

export const PLACE_COLUMNS = [
  'city',
  'state',
  'country',
  'postal_code',
  'latitude',
  'longitude',
  'population',
] as const satisfies readonly (keyof PlaceLine)[];

/** What postal/countries.json says of a country. */
interface Country {
  name: string;
  /** ISO 3166 code, as in GeoNames. */
  code: string;
  /** The file of postal/ with its scheme. */
  postal: string;
  /** Cities whose parts GeoNames lists once more: what lies within so many kilometres is left out. */
  absorbing?: Record<string, number>;
  /** The only cities, where the country has just a few. */
  only?: string[];
}

export const countries = readTable<Country[]>('postal/countries.json');

export const postalScheme = ({ postal }: Country): PostalScheme => readTable(`postal/${postal}.json`);

interface SplitCity {
  city: City;
  districts: { code: string; latitude: number; longitude: number }[];
}

/** Degrees between neighbouring districts of a city. */
const DISTRICT_DEGREES = 0.012;
/** The smallest district of a city has this part of the people of its largest. */
const EVENNESS = 0.45;

const rounded = (degrees: number): number => Math.round(degrees * 10_000) / 10_000;

const withoutParts = (cities: readonly City[], { absorbing = {}, only }: Country): City[] => {
  const centers = Object.entries(absorbing).map(([name, radius]) => {
    const center = cities.find((city) => city.name === name);
    if (center === undefined)
      throw new RangeError(`absorbing names ${name}, which is no city of the country`);
    return { center, radius };
  });
  return cities.filter(
    (city) =>
      (only === undefined || only.includes(city.name)) &&
      centers.every(({ center, radius }) => city === center || kilometres(city, center) > radius),
  );
};

/** The same name twice in a state, such as a city and its county seat, is one city: the larger one. */
const distinctCities = (cities: readonly City[]): City[] => {
  const seen = new Set<string>();
  return cities.filter(({ name, state }) => {
    const place = `${state}/${name}`;
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
};

/** The first of the cities up to so many names; a name may be there in several states. */
const withNames = <Entry>(
  entries: readonly Entry[],
  names: number,
  nameOf: (entry: Entry) => string,
): Entry[] => {
  const seen = new Set<string>();
  return entries.filter((entry) => seen.size < names && seen.add(nameOf(entry)));
};

const splitByScheme = (
  scheme: PostalScheme,
  all: City[],
  country: Country,
  figures: CountryFigures,
): SplitCity[] => {
  const cities = withNames(distinctCities(withoutParts(all, country)), figures.cities, ({ name }) => name);
  const counts = apportion(
    cities.map(({ population }) => population),
    figures.rows,
    cities.map((city) => mostDistricts(scheme, city)),
  );
  const demand = cities.map((city, index) => ({ city, districts: counts[index]! }));
  const codes = postalCodes(scheme, demand, all);
  return cities.map((city, index) => ({
    city,
    districts: honeycomb(counts[index]!).map(({ north, east }, place) => ({
      code: codes[index]![place]!,
      latitude: city.latitude + north * DISTRICT_DEGREES,
      longitude: city.longitude + east * DISTRICT_DEGREES,
    })),
  }));
};

const splitByZip = (all: City[], figures: CountryFigures): SplitCity[] => {
  const cities = withNames(zipCodesByCity(all), figures.cities, ({ city }) => city.name);
  const counts = apportion(
    cities.map(({ city }) => city.population),
    figures.rows,
    cities.map(({ zips }) => zips.length),
  );
  return cities.map(({ city, zips }, index) => ({
    city,
    districts: zips.slice(0, counts[index]!).map(({ zip, latitude, longitude }) => ({
      code: zip,
      latitude,
      longitude,
    })),
  }));
};

const placesOf = (country: Country, figures: CountryFigures): PlaceLine[] => {
  const all = citiesOf(country.code);
  const scheme = postalScheme(country);
  const split =
    scheme.by === 'place' ? splitByZip(all, figures) : splitByScheme(scheme, all, country, figures);
  const random = Random.of(`population of ${country.name}`);
  const weights = split.flatMap(({ city, districts }) => {
    const parts = districts.map(() => EVENNESS + (1 - EVENNESS) * random.fraction());
    const sum = parts.reduce((left, right) => left + right, 0);
    return parts.map((part) => (city.population * part) / sum);
  });
  const populations = roundToTotal(weights, figures.population);
  return split
    .flatMap(({ city, districts }) => districts.map((district) => ({ city, ...district })))
    .map(({ city, code, latitude, longitude }, index) => ({
      city: city.name,
      state: city.state,
      country: country.name,
      postal_code: code,
      latitude: rounded(latitude),
      longitude: rounded(longitude),
      population: populations[index]!,
    }));
};

/**
 * The places of the shop's customers, country by country and the largest city first. Each country has its number
 * of rows and its population.
 */
export const buildPlaces = (figures: readonly CountryFigures[]): PlaceLine[] =>
  figures.flatMap((countryFigures) => {
    const country = countries.find(({ name }) => name === countryFigures.name);
    if (country === undefined)
      throw new RangeError(`country is ${countryFigures.name}; countries.json lacks it`);
    return placesOf(country, countryFigures);
  });
