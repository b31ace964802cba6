import type { City } from '../src/places/geonames.js';
import { honeycomb } from '../src/places/honeycomb.js';
import { mostDistricts, postalCodes, type PostalScheme } from '../src/places/postal-codes.js';

const city = (name: string, latitude: number, longitude: number): City => ({
  name,
  state: 'North',
  province: '07',
  latitude,
  longitude,
  population: 1000,
});
const port = city('Port', 10, 10);
const hill = city('Hill', 11, 10);
const ford = city('Ford', 10.8, 10);

describe('postalCodes', () => {
  test('numbers the cities of a state one after the other, without using a code twice', () => {
    const scheme: PostalScheme = {
      pattern: '',
      by: 'state',
      areas: { North: '010-011' },
      tail: { first: 1, count: 99, digits: 4 },
      separator: { text: '-', after: 3 },
    };
    const demand = [
      { city: port, districts: 2 },
      { city: hill, districts: 1 },
    ];
    expect(postalCodes(scheme, demand, [])).toEqual([['010-0001', '010-0067'], ['011-0034']]);
  });

  test('finds the area by the nearest town and keeps leading noughts and letters', () => {
    const scheme: PostalScheme = { pattern: '', by: 'nearest', areas: { Port: 'P1-9', Hill: 'H08-12' } };
    const demand = [port, hill, ford].map((place) => ({ city: place, districts: 1 }));
    expect(postalCodes(scheme, demand, [port, hill])).toEqual([['P1'], ['H08'], ['H10']]);
  });

  test('starts over when an area has fewer codes than districts', () => {
    const scheme: PostalScheme = { pattern: '', by: 'province', areas: { '07': '1-2' } };
    expect(postalCodes(scheme, [{ city: port, districts: 3 }], [])).toEqual([['1', '2', '1']]);
  });

  test('gives a city with known codes those and no more districts than it has codes', () => {
    const scheme: PostalScheme = {
      pattern: '',
      by: 'province',
      areas: {},
      otherwise: 'province',
      tail: { first: 100, count: 900, digits: 3 },
      cities: { Port: '07001-07003' },
    };
    expect(mostDistricts(scheme, port)).toBe(3);
    expect(mostDistricts(scheme, hill)).toBe(Infinity);
    const demand = [
      { city: port, districts: 2 },
      { city: hill, districts: 1 },
    ];
    expect(postalCodes(scheme, demand, [])).toEqual([['07001', '07002'], ['07100']]);
  });

  test('names the city whose area the scheme lacks', () => {
    const scheme: PostalScheme = { pattern: '', by: 'state', areas: { South: '1' } };
    expect(() => postalCodes(scheme, [{ city: port, districts: 1 }], [])).toThrow('state of Port is North');
  });
});

describe('honeycomb', () => {
  test('starts in the centre and leaves every two points a step apart', () => {
    const points = honeycomb(40);
    expect(points[0]).toEqual({ north: 0, east: 0 });
    const distances = points.flatMap((left, index) =>
      points.slice(index + 1).map((right) => Math.hypot(left.north - right.north, left.east - right.east)),
    );
    expect(Math.min(...distances)).toBeGreaterThan(0.99);
    expect(Math.max(...points.slice(1, 7).map(({ north, east }) => Math.hypot(north, east)))).toBeLessThan(
      1.01,
    );
  });
});
