import { createDb, readConnectionConfig, type ConnectionConfig, type Database } from '@thelook/db';
import { acquireServer } from '@thelook/embedded-postgres';
import { sql, type Kysely } from 'kysely';
import pRetry from 'p-retry';
import { isConnectionFailure } from './connection-failure.js';
import type { Logger } from './logger.js';

export interface OpenDatabaseOptions {
  logger: Logger;
  /** How the connections show in `pg_stat_activity`. */
  applicationName: string;
  /** Connections at most. */
  maxConnections: number;
  env?: NodeJS.ProcessEnv;
}

export interface OpenDatabase {
  db: Kysely<Database>;
  /** What `db` was made of, for a connection of another kind. */
  config: ConnectionConfig;
  /** Closes the connections and, when it is the embedded server and nobody else uses it, the server. */
  close(): Promise<void>;
}

/**
 * The database that the environment names (DATABASE_URL or DB_*), or the embedded server when it names none.
 * Connects to nothing yet, apart from starting the embedded server: see {@link waitForDatabase}.
 *
 * @throws ConfigError of `@thelook/db` when the environment makes no sense.
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<OpenDatabase> {
  const { logger, env = process.env, applicationName, maxConnections } = options;
  const configured = readConnectionConfig(env);
  if (configured) {
    const config = { ...configured, applicationName, maxConnections };
    const db = createDb(config);
    return { db, config, close: () => db.destroy() };
  }

  const server = await acquireServer({ onProgress: (message) => logger.info(message) });
  const embedded = readConnectionConfig({ ...env, DATABASE_URL: server.url });
  if (!embedded) throw new Error('the embedded server has no address');
  const config = { ...embedded, applicationName, maxConnections };
  const db = createDb(config);
  return {
    db,
    config,
    close: async () => {
      await db.destroy();
      await server.release();
    },
  };
}

export interface WaitOptions {
  logger: Logger;
  signal: AbortSignal;
  /** How often to try again before giving up, with pauses from 0.25 s to 5 s in between. Default: 20, over a minute. */
  retries?: number;
}

export interface RetryOptions extends WaitOptions {
  /** Errors that trying again can mend. Default: those that say that the database cannot be reached. */
  isTransient?: (error: unknown) => boolean;
}

/**
 * Resolves once the database answers. A server that is not up yet is tried again with growing pauses; a server
 * that says no (a wrong password, a missing database) fails at once with its own words.
 */
export async function waitForDatabase(db: Kysely<Database>, options: WaitOptions): Promise<void> {
  await withRetries(async () => {
    await sql`select 1`.execute(db);
  }, options);
}

/**
 * Runs `work` until it succeeds, trying again, with growing pauses and jitter, as long as it fails because the
 * database cannot be reached, or for another reason that passes.
 *
 * @throws the last error, when retries run out or trying again cannot help; the signal's reason when asked to stop.
 */
export async function withRetries<Result>(
  work: (attempt: number) => Promise<Result>,
  { logger, signal, retries = 20, isTransient = isConnectionFailure }: RetryOptions,
): Promise<Result> {
  // p-retry drops the result of an attempt during which the signal fired; finished work counts all the same.
  let finished: { result: Result } | undefined;
  const attempt = async (number: number) => {
    finished = { result: await work(number) };
  };
  try {
    await pRetry(attempt, {
      retries,
      signal,
      minTimeout: 250,
      maxTimeout: 5_000,
      randomize: true,
      shouldRetry: ({ error }) => isTransient(error),
      onFailedAttempt: ({ error, attemptNumber, retriesLeft }) => {
        if (!isTransient(error) || retriesLeft === 0) return;
        logger.warn(
          { attempt: attemptNumber, reason: error.message },
          `${isConnectionFailure(error) ? 'database not reachable' : 'not done'}, trying again`,
        );
      },
    });
  } catch (error) {
    if (!finished) throw error;
  }
  if (!finished) throw new Error('retries ended without an outcome');
  return finished.result;
}
