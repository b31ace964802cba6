import { createDatabase, type TestDatabase } from '@thelook/embedded-postgres';
import * as models from '@thelook/models';
import { sql, type Kysely } from 'kysely';
import { fileURLToPath } from 'node:url';
import { readExamples, runExample, withoutExample } from '../../../tools/jest/examples.js';
import * as library from '../src/public.js';
import type { Database } from '../src/public.js';

const examples = await readExamples(fileURLToPath(new URL('../', import.meta.url)));
const modules = { '@thelook/db': library, '@thelook/models': models, kysely: { sql } };

let database: TestDatabase;
let db: Kysely<Database>;
beforeEach(async () => {
  database = await createDatabase(process.env['THELOOK_TEST_SERVER_URL'] ?? '');
  const config = library.readConnectionConfig({ DATABASE_URL: database.url });
  db = library.createDb(config!);
  await library.migrate(db);
});
afterEach(async () => {
  await db.destroy();
  await database.drop();
});

test('what the library exports has an example', () => {
  expect(withoutExample(library, examples)).toEqual([]);
});

test.each(examples.map(({ file, code }, index) => [`${index + 1} in ${file}`, code]))(
  'example %s says what happens',
  async (_name, code) => {
    // An example that opens a database calls it by the same name.
    const bound = /const db\b/.test(code) ? { url: database.url } : { url: database.url, db };
    expect(await runExample(code, modules, bound)).toBeGreaterThan(0);
  },
);
