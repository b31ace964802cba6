/** Node's codes for a server that is not there, or not yet. */
const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** PostgreSQL's codes for a server that starts, stops, is full or has lost the connection. */
const serverCodes = /^(08...|57P0[1-3]|53300)$/;

/** pg's own words for a connection that ended under a query; it gives these errors no code. */
const lostConnection =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/;

/**
 * Whether an error means "the database cannot be reached now", so that trying again may help, rather than "the
 * database said no".
 *
 * @example
 * isConnectionFailure(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })); // true
 */
export function isConnectionFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError && error.errors.some(isConnectionFailure)) return true;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (networkCodes.has(code) || serverCodes.test(code)) return true;
  return lostConnection.test(error.message) || isConnectionFailure(error.cause);
}
