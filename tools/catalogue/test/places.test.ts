import { figures } from '../src/figures.js';
import { countries, postalScheme, type PlaceLine } from '../src/places/places.js';
import { committedText, readPlaces } from './committed-files.js';

const places = readPlaces();
const byCountry = new Map<string, PlaceLine[]>();
for (const place of places) byCountry.set(place.country, [...(byCountry.get(place.country) ?? []), place]);
const population = (rows: readonly PlaceLine[]): number => rows.reduce((sum, row) => sum + row.population, 0);
const distinct = (values: readonly string[]): number => new Set(values).size;

/** Latitudes and longitudes between which every place of a country lies. */
const BOUNDS: Record<string, [south: number, north: number, west: number, east: number]> = {
  China: [18, 54, 73, 135],
  'United States': [18, 72, -180, -66],
  Brasil: [-34, 6, -74, -34],
  'South Korea': [33, 39, 125, 130],
  France: [41, 52, -6, 10],
  'United Kingdom': [49, 61, -9, 2],
  Germany: [47, 56, 5, 16],
  Spain: [27, 44, -19, 5],
  Japan: [24, 46, 123, 146],
  Australia: [-44, -10, 112, 154],
  Belgium: [49, 52, 2, 7],
  Poland: [49, 55, 14, 25],
  Colombia: [-5, 13, -80, -66],
  Austria: [46, 50, 9, 18],
};

describe('world_pop.csv', () => {
  test('has the agreed columns and LF line ends', () => {
    const text = committedText('world_pop.csv');
    expect(text.slice(0, text.indexOf('\n'))).toBe(
      'city,state,country,postal_code,latitude,longitude,population',
    );
    expect(text).not.toContain('\r');
  });

  test('leaves nothing empty and counts people in whole numbers', () => {
    const unfit = places.filter(
      (place) =>
        [place.city, place.state, place.postal_code].some((value) => value.trim() === '') ||
        !Number.isInteger(place.population) ||
        place.population < 1,
    );
    expect(unfit).toEqual([]);
  });

  test('has the countries of the reference and no other', () => {
    expect([...byCountry.keys()]).toEqual(figures.countries.map(({ name }) => name));
  });

  test.each(figures.countries)('$name: exact rows and population, cities within 10 per cent', (country) => {
    const own = byCountry.get(country.name)!;
    expect(own).toHaveLength(country.rows);
    expect(population(own)).toBe(country.population);
    expect(Math.abs(distinct(own.map(({ city }) => city)) / country.cities - 1)).toBeLessThan(0.1);
  });

  test.each(countries)('$name: postal codes of its format and nearly all of them distinct', (country) => {
    const own = byCountry.get(country.name)!;
    const pattern = new RegExp(postalScheme(country).pattern);
    expect(own.filter(({ postal_code }) => !pattern.test(postal_code))).toEqual([]);
    expect(distinct(own.map(({ postal_code }) => postal_code)) / own.length).toBeGreaterThan(0.95);
  });

  test('gives no city the same postal code twice', () => {
    const keys = places.map((place) => `${place.country}/${place.state}/${place.city}/${place.postal_code}`);
    expect(distinct(keys)).toBe(keys.length);
  });

  test.each(countries)('$name: every place lies in it', ({ name }) => {
    const [south, north, west, east] = BOUNDS[name]!;
    const outside = byCountry
      .get(name)!
      .filter(
        ({ latitude, longitude }) =>
          !(latitude > south && latitude < north && longitude > west && longitude < east),
      );
    expect(outside).toEqual([]);
  });

  test.each([
    ['France', 'Paris', /^750(0[1-9]|1\d|20)$/],
    ['France', 'Toulouse', /^31/],
    ['Spain', 'Sevilla', /^41/],
    ['Germany', 'Munich', /^8[01]/],
    ['United Kingdom', 'London', /^(E|EC|N|NW|SE|SW|W|WC)\d+$/],
    ['United Kingdom', 'Glasgow', /^G\d/],
    ['Japan', 'Tokyo', /^(1\d\d|20[0-8])-/],
    ['Brasil', 'Salvador', /^4[0-8]/],
    ['South Korea', 'Busan', /^6[01]/],
    ['China', 'Shanghai', /^20/],
    ['Australia', 'Brisbane', /^4/],
    ['Belgium', 'Gent', /^9/],
    ['United States', 'Chicago', /^60[26]/],
  ])('%s: the codes of %s are of its region', (country, city, region) => {
    const own = byCountry.get(country)!.filter((place) => place.city === city);
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter(({ postal_code }) => !region.test(postal_code))).toEqual([]);
  });
});
