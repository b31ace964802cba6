import { sql, type Kysely } from 'kysely';
import { migrate, type Database } from '../src/index.js';
import { useTestServer, type TestServer } from './test-database.js';

const publication = false;

/** As a session sees it that begins now. */
async function searchPath(server: TestServer): Promise<unknown> {
  const db: Kysely<Database> = server.connect(server.config('public'));
  const { rows } = await sql<{ path: string }>`select current_setting('search_path') as path`.execute(db);
  return rows[0]?.path;
}

describe('a database without a search path', () => {
  const server = useTestServer();

  test('gets that of its first shop, which a second one leaves alone', async () => {
    const schema = server.newSchema();
    await server.openMigrated(schema);
    expect(await searchPath(server)).toBe(`${schema}, public`);
    await server.openMigrated();
    expect(await searchPath(server)).toBe(`${schema}, public`);
  });
});

describe('a database with a search path', () => {
  const server = useTestServer();

  test('keeps it', async () => {
    const admin = server.connect(server.config('public'));
    await sql`do $$ begin
      execute format('alter database %I set search_path to mine', current_database());
    end $$`.execute(admin);
    await server.openMigrated();
    expect(await searchPath(server)).toBe('mine');
  });
});

describe('a role that may not set it', () => {
  const server = useTestServer();

  test('is told so, with the statement for somebody who may', async () => {
    const schema = server.newSchema();
    const role = await server.createRole(schema, 'create');
    const { warnings } = await migrate(server.connect(server.config(schema, role)), { publication });
    expect(warnings).toEqual([expect.stringContaining(`set search_path to "${schema}", public;`)]);
    const [, statement] = /can run: (.*;)/.exec(warnings[0]!)!;
    await sql.raw(statement!).execute(server.connect(server.config('public')));
    expect(await searchPath(server)).toBe(`${schema}, public`);
    expect((await migrate(server.connect(server.config(schema, role)), { publication })).warnings).toEqual(
      [],
    );
  });
});
