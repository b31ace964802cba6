import { createDatabase, type TestDatabase } from '@thelook/embedded-postgres';
import { createLogger } from '@thelook/service';
import pg from 'pg';
import { format } from 'prettier';
import { backfill } from '../../src/backfill/backfill.js';

export const page = new URL('../../../../docs/analysis.md', import.meta.url);

/** The flags that the page names. */
const history = {
  profile: 'living',
  users: 4_000,
  seed: 'analysis',
  since: new Date('2019-01-01'),
  until: new Date('2026-01-01'),
  conversion: 0.2,
  pattern: 'yearly',
  shard: { number: 1, count: 1 },
  jobs: 2,
  ifExists: 'append',
} as const;

/** A database with the history of the page. */
export async function openHistory(server: string): Promise<TestDatabase> {
  const database = await createDatabase(server);
  await backfill(history, {
    logger: createLogger({ name: 'test', level: 'silent', env: {} }),
    signal: new AbortController().signal,
    progress: { start: () => undefined, chunk: () => undefined, stop: () => undefined },
    env: { DATABASE_URL: database.url },
  });
  return database;
}

/** A statement, and the table with its answer where the page has one already. */
const question = /^```sql\n(.*?)^```\n(\n\|.*?(?=\n[^|]|$(?![\s\S])))?/gms;

/** The statements of the page. */
export function questionsOf(text: string): string[] {
  return [...text.matchAll(question)].map(([, statement = '']) => statement);
}

/** The page with the answers that the database gives now. */
export async function answered(text: string, url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`set search_path to ecommerce; set time zone 'UTC'`);
    let written = text;
    for (const [whole, statement = ''] of text.matchAll(question)) {
      const { fields, rows } = await client.query<unknown[]>({ text: statement, rowMode: 'array' });
      const lines = [
        fields.map(({ name }) => name),
        fields.map(({ dataTypeID }) => (dataTypeID === pg.types.builtins.TEXT ? '---' : '---:')),
        ...rows.map((row) => row.map(String)),
      ].map((cells) => `| ${cells.join(' | ')} |`);
      written = written.replace(whole, () => `\`\`\`sql\n${statement}\`\`\`\n\n${lines.join('\n')}\n`);
    }
    return await format(written, { parser: 'markdown', printWidth: 110 });
  } finally {
    await client.end();
  }
}
