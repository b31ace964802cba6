import { fileURLToPath } from 'node:url';
import { readExamples, runExample, withoutExample } from '../../../tools/jest/examples.js';
import * as catalogueEntry from '../src/catalogue-entry.js';
import * as models from '../src/index.js';

const examples = await readExamples(fileURLToPath(new URL('../', import.meta.url)));

/** The bundled catalogue is read once for all examples. */
const bundled = Promise.resolve(catalogueEntry.catalogue);
const modules = {
  '@thelook/models': {
    ...models,
    loadCatalogue: (folder?: string) => (folder === undefined ? bundled : models.loadCatalogue(folder)),
  },
  '@thelook/models/catalogue': catalogueEntry,
};

test('what the library exports has an example', () => {
  expect(withoutExample({ ...models, ...catalogueEntry }, examples)).toEqual([]);
});

test.each(examples.map(({ file, code }, index) => [`${index + 1} in ${file}`, code]))(
  'example %s says what happens',
  async (_name, code) => {
    expect(await runExample(code, modules)).toBeGreaterThan(0);
  },
);
