import { rm } from 'node:fs/promises';
import { databaseUrl } from './ensure-database.js';
import { createThrowawayHome } from './home-folder.js';
import { Membership } from './membership.js';
import { platformPackage } from './native-binaries.js';
import { createDatabase, type TestDatabase } from './test-database.js';

export interface ThrowawayServer {
  /** A connection URL of the superuser, for the database `postgres`. */
  url: string;
  /** A new empty database, for one test suite. */
  createDatabase(): Promise<TestDatabase>;
  /** Stops the server and removes its data; idempotent. */
  stop(): Promise<void>;
}

/**
 * A PostgreSQL server of the same kind as the shared one, in a folder for temporary files, for tests: it never
 * waits for a disk. It goes away with the process that started it, even if that is killed.
 *
 * @throws the same errors as `acquireServer`.
 * @example
 * const server = await startThrowawayServer();
 * const database = await server.createDatabase();
 * // ...
 * await server.stop();
 */
export async function startThrowawayServer(): Promise<ThrowawayServer> {
  platformPackage();
  const home = await createThrowawayHome();
  try {
    const kind = { throwaway: true, database: 'postgres' };
    const membership = await Membership.join({ home, kind, onProgress: () => undefined });
    const url = databaseUrl(membership.port, membership.password, kind.database);
    return { url, createDatabase: () => createDatabase(url), stop: () => membership.leave() };
  } catch (error) {
    await rm(home.path, { recursive: true, force: true });
    throw error;
  }
}
