import { readFileSync } from 'node:fs';
import { faker } from '@faker-js/faker/locale/en';
import { buildModules } from '../src/modules.js';

const library = new URL('../../../libs/models/src/', import.meta.url);

test.each(Object.entries(buildModules()))('%s is what would be written', (file, source) => {
  expect(readFileSync(new URL(file, library), 'utf8')).toBe(source);
});

test('names and streets are the very words of Faker', async () => {
  const read = async (file: string) => ({ ...(await import(new URL(file, library).pathname)) });
  const { first_name, last_name } = faker.rawDefinitions.person!;
  const { street_suffix, street_name } = faker.rawDefinitions.location!;
  expect(await read('people/first-names.ts')).toEqual({
    femaleNames: first_name!.female,
    maleNames: first_name!.male,
    anybodysNames: first_name!.generic,
  });
  expect(await read('people/last-names.ts')).toEqual({ lastNames: last_name!.generic });
  expect(await read('people/street-names.ts')).toEqual({
    streetSuffixes: street_suffix,
    streetNames: street_name,
  });
});
