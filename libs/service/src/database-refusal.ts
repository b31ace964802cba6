/** What to do about each of PostgreSQL's codes that say no to a whole process rather than to one row. */
const serverRemedies: Readonly<Record<string, string>> = {
  '28000': 'Check DB_USER, TLS (DB_SSL_MODE) and the lines of pg_hba.conf.',
  '28P01': 'Check DB_USER and DB_PASS, or those in DATABASE_URL.',
  '3D000': 'Create the database first, or name another one: DB_NAME, or the path of DATABASE_URL.',
  '42501':
    'Run it as the owner of the database and the tables, or let them grant: for a first start "grant create on database", ' +
    'later "grant usage on schema" and "grant all on all tables in schema", for ecommerce and thelook; or use another ' +
    'DB_USER.',
  '25006': 'Connect to the primary server, or to one with default_transaction_read_only off.',
  '57014': 'Raise statement_timeout for this user, such as with "alter role ... set statement_timeout = 0".',
  '55P03': 'Somebody else holds the tables: try again when they are done, or raise lock_timeout.',
  '25P02': 'A statement before this one has failed; LOG_LEVEL=debug shows which.',
  '53100': 'Make room on the disk of the database server; the same command goes on afterwards.',
  '53200': 'Give the database server more memory.',
  '53300': 'Use fewer connections (--jobs), or raise max_connections of the server.',
  '22P05':
    'Use a database with the encoding UTF8, such as with "create database ... encoding UTF8 template template0".',
};

const notThere = 'Start the server, or check DATABASE_URL, or DB_HOST and DB_PORT.';
const notTrusted = 'Check DB_SSL_MODE and DB_SSL_ROOT_CERT, or sslmode and sslrootcert in DATABASE_URL.';

/** The same for Node's codes: a server that is not there, or not the one that was expected. */
const networkRemedies: Readonly<Record<string, string>> = {
  ECONNREFUSED: notThere,
  ECONNRESET: notThere,
  ETIMEDOUT: notThere,
  EHOSTUNREACH: notThere,
  ENETUNREACH: notThere,
  ENOTFOUND: notThere,
  EAI_AGAIN: notThere,
  DEPTH_ZERO_SELF_SIGNED_CERT: notTrusted,
  SELF_SIGNED_CERT_IN_CHAIN: notTrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: notTrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: notTrusted,
  CERT_HAS_EXPIRED: notTrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: notTrusted,
};

/** pg's own words, where it gives an error no code. */
const worded: readonly (readonly [RegExp, string])[] = [
  [/timeout exceeded when trying to connect|^Connection terminated/, notThere],
  [/server does not support SSL/, 'Switch TLS on in the server, or use DB_SSL_MODE=disable.'],
  [/SCRAM-SERVER-FIRST-MESSAGE: client password/, 'Set DB_PASS, or a password in DATABASE_URL.'],
];

/** An error that says no, in words that say what to do. */
export interface Refusal {
  message: string;
  remedy: string;
}

/**
 * What a user can do about a database that refuses to work; undefined for errors that are not of this kind. Looks at
 * what caused an error, too.
 *
 * @example
 * refusalOf(Object.assign(new Error('password authentication failed'), { code: '28P01' }))?.remedy;
 * // 'Check DB_USER and DB_PASS, or those in DATABASE_URL.'
 */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const [, byWords] = worded.find(([words]) => words.test(error.message)) ?? [];
  // Whoever stops a statement knows why; the same code tells of a time-out.
  if (code === '57014' && error.message.includes('user request')) return undefined;
  const remedy = serverRemedies[code] ?? networkRemedies[code] ?? byWords;
  if (remedy) return { message: error.message || code, remedy };
  // A host with several addresses, none of which answers, is told without a message of its own.
  const inner = error instanceof AggregateError ? (error.errors as unknown[])[0] : error.cause;
  const refusal = refusalOf(inner);
  return refusal && { ...refusal, message: error.message || refusal.message };
}
