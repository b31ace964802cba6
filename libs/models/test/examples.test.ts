import { readdir, readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import * as models from '../src/index.js';

const folder = new URL('../', import.meta.url);
const sources = (await readdir(new URL('src/', folder), { recursive: true })).filter((name) =>
  name.endsWith('.ts'),
);
const files = ['README.md', ...sources.map((name) => `src/${name}`)];

interface Example {
  file: string;
  code: string;
}

const examples: Example[] = [];
for (const file of files) {
  const text = (await readFile(new URL(file, folder), 'utf8')).replace(/^ *\* ?/gm, '');
  for (const [, code = ''] of text.matchAll(/^```ts\n(.*?)^```$/gms)) examples.push({ file, code });
}

type Run = (imported: typeof models, check: (seen: unknown, expected: unknown) => void) => Promise<void>;
const AsyncFunction = (async () => undefined).constructor as new (...source: string[]) => Run;

/** The bundled files are read once for all examples. */
const bundled = models.loadCatalogue();
const imported: typeof models = {
  ...models,
  loadCatalogue: (folder) => (folder === undefined ? bundled : models.loadCatalogue(folder)),
};

/** Lines such as `sum(1, 2); // => 3` become checks. */
function compile(code: string): Run {
  const body = code
    .replace(/import (\{[^}]*\}) from '@thelook\/models';/g, 'const $1 = imported;')
    .replace(/^( *)(\S.*); \/\/ => (.*)$/gm, '$1check($2, $3);');
  return new AsyncFunction('imported', 'check', body);
}

test('what the library exports has an example', () => {
  const shown = examples.map(({ code }) => code).join('\n');
  const missing = Object.keys(models).filter((name) => !new RegExp(`\\b${name}\\b`).test(shown));
  expect(missing).toEqual([]);
});

test.each(examples.map(({ file, code }, index) => [`${index + 1} in ${file}`, code]))(
  'example %s says what happens',
  async (_name, code) => {
    let checks = 0;
    await compile(code)(imported, (seen, expected) => {
      checks += 1;
      if (!isDeepStrictEqual(seen, expected)) expect(seen).toEqual(expected);
    });
    expect(checks).toBeGreaterThan(0);
  },
);
