import { resolve } from 'node:path';
import { databaseUrl, ensureDatabase } from './ensure-database.js';
import { createHomeFolder, defaultHomePath } from './home-folder.js';
import { LOOPBACK } from './loopback-port.js';
import { Membership } from './membership.js';
import { platformPackage } from './native-binaries.js';

const DEFAULT_DATABASE = 'develop';

export interface SharedServerOptions {
  /**
   * The folder with everything that belongs to the server; one server a folder. Default: `THELOOK_HOME`, else
   * `.thelook` in the workspace root (the nearest folder upwards with an `nx.json`, else the working directory).
   */
  home?: string;
  /** The database that the URL names, created unless it exists. Default: `develop`. */
  database?: string;
  /** Told what happens meanwhile, in a few words for people who wait. Default: nobody is told. */
  onProgress?: (message: string) => void;
}

export interface SharedServer {
  /** A connection URL of the superuser, such as `postgres://thelook:...@127.0.0.1:54329/develop`. */
  url: string;
  host: string;
  port: number;
  dataDir: string;
  /**
   * Gives the server back: resolves at once when others use it, else when it is stopped. Idempotent. A process
   * that ends, in whatever way, has released what it held.
   */
  release(): Promise<void>;
}

/**
 * The PostgreSQL server that all processes with the same home folder share, with `wal_level=logical`, on the
 * loopback interface. Who comes first starts it, who goes last stops it, and the data stays.
 *
 * @throws UnsupportedPlatformError, BinariesMissingError, DataDirectoryError, UnprivilegedUserError,
 *   HomeFolderError or ServerStartError, each with a `code` and what to do about it.
 * @example
 * const server = await acquireServer();
 * const client = new pg.Client({ connectionString: server.url });
 * // ...
 * await client.end();
 * await server.release();
 */
export async function acquireServer(options: SharedServerOptions = {}): Promise<SharedServer> {
  const { home: homePath, database = DEFAULT_DATABASE, onProgress = () => undefined } = options;
  platformPackage();
  const home = await createHomeFolder(homePath === undefined ? defaultHomePath() : resolve(homePath));
  const kind = { throwaway: false, database: DEFAULT_DATABASE };
  const membership = await Membership.join({ home, kind, onProgress });
  const { port, password, dataDir } = membership;
  const release = () => membership.leave();
  try {
    if (database !== DEFAULT_DATABASE) await ensureDatabase(port, password, database);
  } catch (error) {
    await release();
    throw error;
  }
  return { url: databaseUrl(port, password, database), host: LOOPBACK, port, dataDir, release };
}
