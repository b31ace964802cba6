/**
 * Writes the modules of @thelook/models that are data: word lists and the small catalogue, neither of which may ask for
 * a file or for a package at run time. Run it by `npm run modules:build` after a change of data/ or an update of Faker.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { faker } from '@faker-js/faker/locale/en';
import { parse } from 'csv-parse/sync';

const WIDTH = 118;
const PRODUCTS_OF_A_KIND = 6;

const { first_name, last_name } = faker.rawDefinitions.person ?? {};
const { street_suffix, street_name } = faker.rawDefinitions.location ?? {};

type Row = Readonly<Record<string, string>>;
const rowsOf = (name: string): Row[] =>
  parse(readFileSync(new URL(`../../../data/${name}`, import.meta.url)), { columns: true });

/** The first rows of each group, in the order of the file. */
function firstOf(rows: readonly Row[], group: (row: Row) => string, count: number): Row[] {
  const seen = new Map<string, number>();
  return rows.filter((row) => {
    const before = seen.get(group(row)) ?? 0;
    seen.set(group(row), before + 1);
    return before < count;
  });
}

/** Where most people live in each state of each country, in the order of the file. */
function largestPlaces(): Row[] {
  const largest = new Map<string, Row>();
  const places = rowsOf('world_pop.csv');
  for (const place of places) {
    const state = `${place['country']}/${place['state']}`;
    if (Number(place['population']) > Number(largest.get(state)?.['population'] ?? -1))
      largest.set(state, place);
  }
  return places.filter((place) => largest.get(`${place['country']}/${place['state']}`) === place);
}

const text = (name: string, body: string, end: string): string =>
  `export const ${name}: readonly string[] = \`\n${body}\n\`\n  .trim()\n  .split(${end});\n`;

/** A constant with rows, a line each, the columns in the order of the file with bars between them. */
function table(name: string, rows: readonly Row[]): string {
  return text(name, rows.map((row) => Object.values(row).join('|')).join('\n'), `'\\n'`);
}

/** A constant with words, on lines that fit an editor. */
function words(name: string, list?: readonly string[] | null): string {
  const lines: string[] = [];
  let line = '';
  for (const word of list ?? []) {
    const longer = line === '' ? word : `${line}, ${word}`;
    if (longer.length > WIDTH) lines.push(line);
    line = longer.length > WIDTH ? word : longer;
  }
  return text(name, [...lines, line].join(',\n'), '/,\\s/');
}

const fromFaker =
  '// Written by `npm run modules:build` from @faker-js/faker, whose licence is in THIRD-PARTY-NOTICES.';
const fromData = '// Written by `npm run modules:build` from data/.';

const products = (): Row[] =>
  firstOf(
    rowsOf('products.csv').filter(({ name, brand }) => name && brand),
    ({ department, category }) => `${department}/${category}`,
    PRODUCTS_OF_A_KIND,
  );

/** The sources, by their path in the library. */
export const buildModules = (): Readonly<Record<string, string>> => ({
  'people/first-names.ts': [
    fromFaker,
    words('femaleNames', first_name?.female),
    words('maleNames', first_name?.male),
    words('anybodysNames', first_name?.generic),
  ].join('\n'),
  'people/last-names.ts': [fromFaker, words('lastNames', last_name?.generic)].join('\n'),
  'people/street-names.ts': [
    fromFaker,
    words('streetSuffixes', street_suffix),
    words('streetNames', street_name),
  ].join('\n'),
  'catalogue/sample/products.ts': [fromData, table('productLines', products())].join('\n'),
  'catalogue/sample/places.ts': [fromData, table('placeLines', largestPlaces())].join('\n'),
  'catalogue/sample/dist-centers.ts': [
    fromData,
    table('distCenterLines', rowsOf('distribution_centers.csv')),
  ].join('\n'),
});

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const library = new URL('../../../libs/models/src/', import.meta.url);
  for (const [file, source] of Object.entries(buildModules())) writeFileSync(new URL(file, library), source);
}
