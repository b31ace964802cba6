import { loadCatalogue } from '../../src/catalogue/catalogue.js';
import { parsePlaces, type PlacesOption } from '../../src/catalogue/parse-places.js';
import { createShop } from '../../src/shop.js';

const { places, products } = await loadCatalogue();

/** The share of the people by a column's values. */
function shares(option: PlacesOption, column: 'country' | 'state' | 'postal_code'): Record<string, number> {
  const people = new Map<string, number>();
  let total = 0;
  for (const { population, ...place } of parsePlaces(option, places)) {
    people.set(place[column], (people.get(place[column]) ?? 0) + population);
    total += population;
  }
  return Object.fromEntries(
    [...people].map(([value, count]) => [value, Math.round((count / total) * 1e6) / 1e6]),
  );
}

test.each<[PlacesOption, 'country' | 'state', Record<string, number>]>([
  [{ country: 'Germany' }, 'country', { Germany: 1 }],
  [{ country: 'germany' }, 'country', { Germany: 1 }],
  [{ country: 'US' }, 'country', { 'United States': 1 }],
  [{ country: 'USA=.7, uk=.3' }, 'country', { 'United States': 0.7, 'United Kingdom': 0.3 }],
  [{ country: 'Japan=3,Spain=1' }, 'country', { Japan: 0.75, Spain: 0.25 }],
  [{ country: 'Japan,Spain' }, 'country', { Japan: 0.5, Spain: 0.5 }],
  [{ country: 'Brazil' }, 'country', { Brasil: 1 }],
  [{ state: 'California=.9,Ceara=.1' }, 'state', { California: 0.9, Ceará: 0.1 }],
  [{ country: 'US=.7,UK=.3', state: 'California' }, 'country', { 'United States': 1 }],
])('%j leaves people of %s in %j', (option, column, expected) => {
  expect(shares(option, column)).toEqual(expected);
});

test('within a value places keep their proportions', () => {
  const before = places.filter(({ country }) => country === 'Germany');
  const left = parsePlaces({ country: 'Germany=2,Spain=1' }, places).filter(
    ({ country }) => country === 'Germany',
  );
  expect(left.map(({ city }) => city)).toEqual(before.map(({ city }) => city));
  const one = before[0]!.population / before[1]!.population;
  expect(left[0]!.population / left[1]!.population).toBeCloseTo(one, 9);
});

test('postal codes are taken as they are, with zeros in front', () => {
  const code = places.find(
    ({ postal_code, country }) => country === 'United States' && postal_code.startsWith('0'),
  )!;
  expect(shares({ country: 'US', postalCode: code.postal_code }, 'postal_code')).toEqual({
    [code.postal_code]: 1,
  });
});

test('nothing said leaves all places', () => {
  expect(parsePlaces({}, places)).toBe(places);
});

test.each<[keyof PlacesOption, string, string]>([
  ['country', 'Germony', "country is 'Germony'; allowed: one of Germany, "],
  ['country', 'US=.7,Frence=.3', "country is 'Frence'; allowed: one of France, "],
  ['state', 'Californa', "state is 'Californa'; allowed: one of California, "],
  ['country', '', "country is ''; allowed: one of "],
  ['country', 'US=.7,UK', 'values that all have weights'],
  ['country', 'US=0', "country is 'US=0'; allowed: a weight above 0"],
  ['country', 'US=-1', 'a weight above 0'],
  ['country', 'US=', 'a weight above 0'],
  ['country', 'US=x', 'a weight above 0'],
  ['country', 'US=.5,USA=.5', 'each value once; United States is there twice'],
])('%s of %s is refused', (field, text, message) => {
  const parse = () => parsePlaces({ [field]: text }, places);
  expect(parse).toThrow(expect.objectContaining({ code: 'THELOOK_OPTION', field }));
  expect(parse).toThrow(message);
});

test('a state must be in the countries that are left, and somebody must live there', () => {
  expect(() => parsePlaces({ country: 'Germany', state: 'California' }, places)).toThrow(
    "state is 'California'; allowed: one of ",
  );
  const empty = places.map((place) => (place.country === 'Japan' ? { ...place, population: 0 } : place));
  expect(() => parsePlaces({ country: 'Japan' }, empty)).toThrow('country');
});

test.each(['living', 'classic'] as const)(
  'people of the profile %s live where they may, and strangers come from there',
  (profile) => {
    const shop = createShop({
      profile,
      catalogue: { places, products },
      seed: 1,
      places: { country: 'Germany=.5,Spain=.5' },
      ...(profile === 'classic' ? { ghosts: 3 } : {}),
    } as Parameters<typeof createShop>[0]);
    const states = new Map(places.map(({ city, state, country }) => [`${city} ${state}`, country]));
    const homes = { Germany: 0, Spain: 0 } as Record<string, number>;
    for (let made = 0; made < 200; made += 1) {
      const { users, events } = shop.next();
      for (const { country } of users) homes[country]! += 1;
      for (const { city, state } of events)
        expect(['Germany', 'Spain']).toContain(states.get(`${city} ${state}`));
    }
    expect(Object.keys(homes)).toHaveLength(2);
    expect(Math.min(...Object.values(homes))).toBeGreaterThan(60);
  },
);
