import { completeFigures, livingFigures } from '@thelook/models';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFile } from 'node:fs/promises';

const documents = new URL('../../../../docs/', import.meta.url);
const schema = JSON.parse(await readFile(new URL('figures.schema.json', documents), 'utf8')) as {
  properties: Record<string, { description?: string; default?: unknown }>;
};
const page = await readFile(new URL('figures.md', documents), 'utf8');
const takes = new Ajv2020({ strict: true, strictTuples: false, strictTypes: false }).compile(schema);

const entries = Object.entries(livingFigures) as [string, unknown][];

test('the schema has every figure, and no other', () => {
  expect(Object.keys(schema.properties).sort()).toEqual(['$schema', ...entries.map(([name]) => name)].sort());
  expect(takes({ $schema: 'figures.schema.json', ...livingFigures })).toBe(true);
  expect(takes({ canceled: 0.1 })).toBe(false);
});

/** A value with one of its numbers, texts or parts replaced, in every way that could matter to somebody who checks it. */
function* variantsOf(value: unknown): Generator<unknown> {
  yield* [null, 'x', '', -1, 0, 0.5, 0.99, 0.995, 1, 1.5, 100.5, 101, 9_000, 1e7, 1e10, [], {}, [[]], true];
  if (Array.isArray(value)) {
    yield value.slice(0, 1);
    yield [...(value as unknown[]), ...(value as unknown[]).slice(-1)];
    yield new Array(1_001).fill(value.at(-1));
    for (const variant of variantsOf(value[0])) yield [variant, ...(value as unknown[]).slice(1)];
    for (const variant of variantsOf(value.at(-1))) yield [...(value as unknown[]).slice(0, -1), variant];
    if (Array.isArray(value[0])) yield (value as [unknown, number][]).map(([drawn]) => [drawn, 0]);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, part] of Object.entries(value)) {
      for (const variant of variantsOf(part)) yield { ...value, [name]: variant };
      yield Object.fromEntries(Object.entries(value).filter(([other]) => other !== name));
    }
    yield { ...value, another: 0.5 };
  }
}

/** JSON Schema has no words for numbers that must not fall. */
const falls = (error: unknown): boolean => /not below the one before/.test((error as Error).message);

test.each(entries)('the schema and the program take and refuse the same values of %s', (name, usual) => {
  let taken = 0;
  let refused = 0;
  for (const value of variantsOf(usual)) {
    const figures = { [name]: value };
    let fault: unknown;
    try {
      completeFigures(figures);
      taken += 1;
    } catch (error) {
      if (falls(error)) continue;
      fault = error;
      refused += 1;
    }
    expect({ value, taken: takes(figures) }).toEqual({ value, taken: fault === undefined });
  }
  expect(taken).toBeGreaterThan(0);
  expect(refused).toBeGreaterThan(5);
});

test.each(entries)('the schema and the page tell what %s is, and what it usually is', (name, usual) => {
  expect(schema.properties[name]).toMatchObject({
    description: expect.stringMatching(/\w{3}/),
    default: usual,
  });
  const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\``))!;
  const [, , unit, usually, words, source] = row.split('|').map((cell) => cell.trim());
  for (const cell of [unit, words, source]) expect(cell).toMatch(/\w{3}/);
  const numbers = (text: string): number[] => (text.match(/\d*\.?\d+/g) ?? []).map(Number);
  expect(numbers(usually!)).toEqual(numbers(JSON.stringify(usual)));
});
