import { faker } from '@faker-js/faker/locale/en';
import { OptionError } from '../../src/option-error.js';
import { Random } from '../../src/chance/random.js';
import { createUserGenerator } from '../../src/classic/user-generator.js';
import { smallCatalogue } from '../small-catalogue.js';

const { places } = smallCatalogue;
const day = 86_400_000;
const usersAt = (moment: string, count: number) => {
  const now = new Date(moment);
  const nextUser = createUserGenerator({ places, random: new Random('users'), clock: () => now });
  return Array.from({ length: count }, () => nextUser());
};

test('a user lives in one of the places, with its postal code and position', () => {
  for (const user of usersAt('2026-01-01', 200)) {
    const place = places.find(({ city }) => city === user.city)!;
    const { state, country, postal_code, latitude, longitude } = user;
    expect({ ...place, state, country, postal_code, latitude, longitude }).toEqual(place);
  }
});

test('nobody lives where nobody lives', () => {
  const cities = new Set(usersAt('2026-01-01', 2_000).map(({ city }) => city));
  expect([...cities].sort()).toEqual(['Boston', 'Dresden', 'São Paulo']);
});

test('first names suit the gender', () => {
  const { female = [], male = [], generic = [] } = faker.rawDefinitions.person!.first_name!;
  const names = { F: new Set([...female, ...generic]), M: new Set([...male, ...generic]) };
  expect(
    usersAt('2026-01-01', 500).filter(({ gender, first_name }) => !names[gender].has(first_name)),
  ).toEqual([]);
});

test('streets have a number and a name', () => {
  for (const { street_address } of usersAt('2026-01-01', 100)) {
    expect(street_address).toMatch(/^[1-9]\d{2,4} \S+/);
    expect(street_address).not.toContain('undefined');
  }
});

test.each(['1970-01-09', '2018-12-31T23:59:59Z'])(
  'before the opening, at %s, users are of the last week',
  (moment) => {
    const now = Date.parse(moment);
    const signUps = usersAt(moment, 500).map(({ created_at }) => created_at.getTime());
    expect(Math.min(...signUps)).toBeGreaterThanOrEqual(now - 7 * day);
    expect(Math.max(...signUps)).toBeLessThanOrEqual(now);
  },
);

test('in the first days nobody signs up before the opening', () => {
  const signUps = usersAt('2019-01-03', 2_000).map(({ created_at }) => created_at.getTime());
  expect(Math.min(...signUps)).toBeGreaterThanOrEqual(Date.parse('2019-01-01'));
  expect(Math.max(...signUps)).toBeLessThanOrEqual(Date.parse('2019-01-03'));
});

test('without a clock it is the present', () => {
  const before = Date.now();
  const user = createUserGenerator({ places, random: new Random(1) })();
  const idTime = parseInt(user.id.replaceAll('-', '').slice(0, 12), 16);
  expect(idTime).toBeGreaterThanOrEqual(before);
  expect(idTime).toBeLessThanOrEqual(Date.now());
});

test('places without inhabitants are refused', () => {
  const empty = places.map((place) => ({ ...place, population: 0 }));
  expect(() => createUserGenerator({ places: empty, random: new Random(1) })).toThrow(OptionError);
});
