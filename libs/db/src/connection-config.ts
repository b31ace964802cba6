import type { ClientConfig } from 'pg';
import { ConfigError } from './errors.js';
import { readTls } from './tls.js';

/** How to reach the tables. */
export interface ConnectionConfig {
  /** What pg takes: host, port, user, password, database or a connectionString; and `ssl`. */
  connection: ClientConfig;
  /** The schema of the tables. */
  schema: string;
  /** Connections at most. Default: 10. */
  maxConnections?: number;
  /** How the connections show in `pg_stat_activity`. Default: `thelook`. */
  applicationName?: string;
}

/** Any one of these means that the environment names a server. */
const serverVariables = [
  'DATABASE_URL',
  'DB_HOST',
  'DB_PORT',
  'DB_USER',
  'DB_PASS',
  'DB_NAME',
  'DB_SSL_MODE',
  'DB_SSL_ROOT_CERT',
  'DB_SSL_CERT',
  'DB_SSL_KEY',
];

/**
 * The server that the environment names; undefined when it names none. An empty variable counts as not set.
 *
 * `DATABASE_URL`, or `DB_HOST` (localhost), `DB_PORT` (5432), `DB_USER` (postgres), `DB_PASS`, `DB_NAME` (develop),
 * which the URL overrides. `DB_SCHEMA` (ecommerce) counts with both. TLS: `sslmode`, `sslrootcert`, `sslcert` and
 * `sslkey` in the URL, else `DB_SSL_MODE` (disable, require, verify-ca or verify-full) with the files
 * `DB_SSL_ROOT_CERT`, `DB_SSL_CERT` and `DB_SSL_KEY`.
 *
 * @throws {ConfigError} for a value that makes no sense.
 * @example
 * const config = readConnectionConfig(process.env);
 * if (config) const db = createDb(config);
 */
export function readConnectionConfig(env: NodeJS.ProcessEnv): ConnectionConfig | undefined {
  if (!serverVariables.some((name) => env[name])) return undefined;
  const schema = readSchema(env);
  const connection = env['DATABASE_URL'] ? readUrl(env['DATABASE_URL'], env) : readParts(env);
  return { connection, schema };
}

/**
 * DB_SCHEMA, or `ecommerce`.
 *
 * @throws {ConfigError} when PostgreSQL would not take it, or cut it off.
 */
export function readSchema(env: NodeJS.ProcessEnv): string {
  const schema = env['DB_SCHEMA'] || 'ecommerce';
  const reserved = schema.startsWith('pg_') || schema === 'information_schema';
  if (reserved || Buffer.byteLength(schema) > 63 || /\p{Cc}|\p{Surrogate}/u.test(schema)) {
    throw new ConfigError(
      'DB_SCHEMA',
      schema,
      'a name of at most 63 bytes without control characters that is not one of PostgreSQL itself (pg_..., information_schema)',
    );
  }
  return schema;
}

function readParts(env: NodeJS.ProcessEnv): ClientConfig {
  const password = env['DB_PASS'];
  const connection = {
    host: env['DB_HOST'] || 'localhost',
    port: readPort('DB_PORT', env['DB_PORT'] || '5432'),
    user: env['DB_USER'] || 'postgres',
    database: env['DB_NAME'] || 'develop',
    ssl: readTls(new URLSearchParams(), env),
  };
  // Without one, pg looks in PGPASSWORD and in the password file.
  return password ? { ...connection, password } : connection;
}

function readUrl(value: string, env: NodeJS.ProcessEnv): ClientConfig {
  const allowed = 'postgres://user:password@host:port/database, with special characters as %xx';
  let url: URL;
  try {
    url = new URL(value);
    [url.username, url.password, url.hostname, url.pathname].forEach(decodeURIComponent);
  } catch {
    // The reason is left out too: it quotes the URL.
    throw new ConfigError('DATABASE_URL', '(not shown, as it may hold a password)', allowed);
  }
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:') {
    throw new ConfigError('DATABASE_URL', `${url.protocol}//...`, allowed);
  }
  const ssl = readTls(url.searchParams, env);
  // pg has its own reading of these, which differs from PostgreSQL's and would win over `ssl`.
  for (const name of ['ssl', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey']) {
    if (url.searchParams.has(name)) url.searchParams.delete(name);
  }
  return { connectionString: url.href, ssl };
}

function readPort(field: string, value: string): number {
  const port = Number(value);
  if (!/^\d{1,5}$/.test(value) || port < 1 || port > 65_535) {
    throw new ConfigError(field, value, 'a whole number from 1 to 65535');
  }
  return port;
}
