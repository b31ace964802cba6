import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { readExamples, runExample, withoutExample } from '../../../tools/jest/examples.js';
import * as embedded from '../src/index.js';

const examples = await readExamples(fileURLToPath(new URL('../', import.meta.url)));

test('what the library exports has an example', () => {
  expect(withoutExample(embedded, examples)).toEqual([]);
});

test.each(examples.map(({ file, code }, index) => [`${index + 1} in ${file}`, code]))(
  'example %s says what happens',
  async (_name, code) => {
    const home = await mkdtemp(join(tmpdir(), 'thelook-example-'));
    try {
      const modules = { '@thelook/embedded-postgres': embedded, pg: { Client: pg.Client } };
      expect(await runExample(code, modules, { home })).toBeGreaterThan(0);
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  },
);
