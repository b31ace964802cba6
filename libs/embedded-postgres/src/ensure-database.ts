import pg from 'pg';
import { ROLE } from './cluster.js';
import { LOOPBACK } from './loopback-port.js';

const DUPLICATE_DATABASE = '42P04';
const UNIQUE_VIOLATION = '23505';

/** The URL of a database on a server of ours. */
export function databaseUrl(port: number, password: string, database: string): string {
  return `postgres://${ROLE}:${password}@${LOOPBACK}:${port}/${encodeURIComponent(database)}`;
}

/** Creates a database, owned by {@link ROLE}, unless it exists; several processes may ask at once. */
export async function ensureDatabase(port: number, password: string, database: string): Promise<void> {
  const url = databaseUrl(port, password, 'postgres');
  const client = new pg.Client({ connectionString: url, ssl: false, connectionTimeoutMillis: 30_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const found = await client.query('select from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(database)}`);
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (code !== DUPLICATE_DATABASE && code !== UNIQUE_VIOLATION) throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}
