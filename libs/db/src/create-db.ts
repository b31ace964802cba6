import { CompiledQuery, Kysely, PostgresDialect, WithSchemaPlugin } from 'kysely';
import { Pool, types, type CustomTypesConfig } from 'pg';
import type { ConnectionConfig } from './connection-config.js';
import type { Database } from './database.js';

/** `int8` and `numeric` as numbers, for this pool only: pg's global parsers belong to the whole process. */
const numbers: CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    format !== 'binary' && (oid === types.builtins.INT8 || oid === types.builtins.NUMERIC)
      ? Number
      : types.getTypeParser(oid, format),
};

/** Longest wait for a connection, in milliseconds. A host that does not answer at all must not stall its caller. */
const CONNECT_TIMEOUT = 15_000;

/** A database or a role may have been set to show moments and numbers in ways that nobody can read back exactly. */
const plainValues = 'set datestyle = ISO; set extra_float_digits = 1';

/**
 * A Kysely with its own pool of connections. It connects when the first query needs it; `destroy()` closes it.
 *
 * `numeric` and `int8` are read as JavaScript numbers, so counts are exact up to 2^53 and prices have 15 digits.
 *
 * @example
 * const db = createDb({ connection: { host: 'localhost', database: 'develop' }, schema: 'ecommerce' });
 * const users = await db.selectFrom('users').select(db.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
 * await db.destroy();
 */
export function createDb(config: ConnectionConfig): Kysely<Database> {
  const pool = new Pool({
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    keepAlive: true,
    ...config.connection,
    max: config.maxConnections ?? 10,
    application_name: config.applicationName ?? 'thelook',
    types: numbers,
  });
  // A server that goes away is told to the query that meets it. Without listeners the `error` event would end the
  // process: the pool emits it for idle connections, and a connection itself while it is lent out between queries.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Database>({
    dialect: new PostgresDialect({
      pool,
      onCreateConnection: async (connection) => {
        await connection.executeQuery(CompiledQuery.raw(plainValues));
      },
    }),
    plugins: [new WithSchemaPlugin(config.schema)],
  });
}
