import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A database that one test suite has to itself. */
export interface TestDatabase {
  url: string;
  /** Removes it, ending connections that are still open; does nothing the second time. */
  drop(): Promise<void>;
}

/**
 * A new empty database on a running server.
 *
 * @param serverUrl a connection URL whose user may create databases.
 * @example
 * const database = await createDatabase(process.env.THELOOK_TEST_SERVER_URL);
 * const pool = new pg.Pool({ connectionString: database.url });
 * // ...
 * await pool.end();
 * await database.drop();
 */
export async function createDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await execute(serverUrl, `create database ${name}`);
  let dropped: Promise<void> | undefined;
  return {
    url: url.href,
    drop: () =>
      (dropped ??= execute(serverUrl, endConnections(name), `drop database if exists ${name} with (force)`)),
  };
}

/** Those of replication, too, which `force` does not end, and waits until they are gone. */
function endConnections(database: string): string {
  return `select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = '${database}'`;
}

async function execute(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 30_000 });
  // Without a listener, a server that ends meanwhile would end this process, too.
  client.on('error', () => undefined);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end().catch(() => undefined);
  }
}
