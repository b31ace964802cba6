import { createDatabase, type TestDatabase } from '@thelook/embedded-postgres';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const server = process.env['THELOOK_TEST_SERVER_URL']!;
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const role = `refused_${process.pid}`;
let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase(server);
  await admin(`create role ${role} login password 'secret'`);
});
afterAll(async () => {
  await database.drop();
  await admin(`drop role ${role}`, server);
});

async function admin(statement: string, url = database.url): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Runs `datagen` against the test's database as a process of its own. */
function datagen(...args: string[]): Promise<{ code: number; output: string }> {
  return runAs(database.url, args);
}

function runAs(url: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const all = { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', DATABASE_URL: url, ...env };
  const node = ['--conditions=@thelook/source', '--import', 'tsx', main, ...args];
  return new Promise<{ code: number; output: string }>((resolve) => {
    execFile(process.execPath, node, { env: all }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
    );
  });
}

/** The URL with another user, or with settings of its session. */
function urlWith({ user, options, name }: { user?: string; options?: string; name?: string }): string {
  const url = new URL(database.url);
  if (user) [url.username, url.password] = [user, 'secret'];
  if (options) url.searchParams.set('options', options);
  if (name) url.pathname = name;
  return url.href;
}

const serve = ['serve', '--max-iter', '1', '--wait-for', '0'];
const backfill = ['backfill', '--users', '10'];

describe.each([[serve], [backfill]])('%j ends with one line that says what to do', (command) => {
  test.each<[string, () => string, RegExp]>([
    [
      'a role without rights',
      () => urlWith({ user: role }),
      /(permission denied for|may not create) schema .*grant create on database/,
    ],
    [
      'a database that is read only',
      () => urlWith({ options: '-c default_transaction_read_only=on' }),
      /read-only transaction\. Connect to the primary/,
    ],
    [
      'a time-out of the server',
      () => urlWith({ options: '-c statement_timeout=1' }),
      /statement timeout.*statement_timeout/,
    ],
    ['a database that is not there', () => urlWith({ name: 'nowhere' }), /"nowhere" does not exist.*DB_NAME/],
  ])('at %s', async (_case, url, line) => {
    const { code, output } = await runAs(url(), command);
    const fatal = output.split('\n').filter((text) => text.includes('FATAL'));
    expect(fatal).toEqual([expect.stringMatching(line)]);
    expect(output).not.toMatch(/\n\s+at /);
    expect(code).toBe(1);
  });
});

test('a user who may log in and use the tables, but not create any, is not refused', async () => {
  expect(await datagen(...serve)).toMatchObject({ code: 0 });
  await admin(`grant usage on schema ecommerce, thelook to ${role};
    grant all on all tables in schema ecommerce, thelook to ${role}`);
  expect(await runAs(urlWith({ user: role }), serve)).toMatchObject({ code: 0 });
});

test('figures of a file are recorded with the run, and wrong ones refused before anything is written', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'thelook-figures-'));
  const file = join(folder, 'my.json');
  try {
    await writeFile(file, '{"canceled": 0.2}');
    const refused = await datagen(...backfill, '--figures', file);
    expect(refused).toMatchObject({ code: 2, output: expect.stringContaining('one of cancelled') });
    await writeFile(file, '{"cancelled": 0.2}');
    expect(await datagen(...serve, '--seed', '7', '--figures', file)).toMatchObject({ code: 0 });
    expect(await datagen(...backfill, '--seed', '7', '--figures', file)).toMatchObject({ code: 0 });
    expect(await figuresRecorded()).toEqual([{ cancelled: 0.2 }, { cancelled: 0.2 }]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

/** Those of the runs that were told any. */
async function figuresRecorded(): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const { rows } = await client.query<{ figures: unknown }>(
      `select figures from thelook.runs where figures <> '{}' order by id`,
    );
    return rows.map(({ figures }) => figures);
  } finally {
    await client.end();
  }
}
