import type { TestDatabase } from '@thelook/embedded-postgres';
import { readFile } from 'node:fs/promises';
import { answered, openHistory, page, questionsOf } from './analysis-page.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await openHistory(process.env['THELOOK_TEST_SERVER_URL']!);
}, 120_000);
afterAll(() => database.drop());

// When this fails on purpose: write the answers anew, see write.ts.
test('the page has ten questions, and the answers that its history gives', async () => {
  const text = await readFile(page, 'utf8');
  expect(questionsOf(text)).toHaveLength(10);
  expect(await answered(text, database.url)).toBe(text);
});
