import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureCluster, readPassword, type Cluster } from './cluster.js';
import { reachableDataDir, recordedDataDir } from './data-folder.js';
import { databaseUrl, ensureDatabase } from './ensure-database.js';
import { ServerStartError } from './errors.js';
import type { HomeFolder } from './home-folder.js';
import { anyPort, choosePort } from './loopback-port.js';
import { locateBinaries } from './native-binaries.js';
import { adoptPostmaster, launchPostmaster, type Postmaster } from './postmaster.js';
import { writePrivateFile } from './private-file.js';
import { reachableBinaries } from './reachable-binaries.js';
import { logSize, quoteLog } from './server-log.js';
import type { RunningServer } from './supervision.js';
import { chooseUser } from './unprivileged-user.js';

export interface ServerKind {
  /** Removed afterwards, unsafe against power failures, on any port. */
  throwaway: boolean;
  /** The database that is created unless it exists and that `<home>/url` names. */
  database: string;
}

const LAUNCH_ATTEMPTS = 4;
const RETRY_MS = 300;

/**
 * Brings up the server of a home folder from whatever state it is in: nothing there yet, stopped, killed, or
 * running without a supervisor.
 *
 * @param usedPort the port to use again, so that URLs that clients have stay good.
 * @throws an EmbeddedPostgresError that quotes the end of the log.
 */
export async function bringUp(
  home: HomeFolder,
  kind: ServerKind,
  usedPort: number | undefined,
  progress: (message: string) => void,
): Promise<RunningServer> {
  const logStart = logSize(home.log);
  try {
    const cluster = await findCluster(home, kind.throwaway);
    progress(`preparing PostgreSQL ${cluster.binaries.version} in ${cluster.dataDir}`);
    const adopted = await adoptPostmaster(cluster);
    const created = !adopted && (await ensureCluster(cluster));
    if (created) progress(`created the data directory ${cluster.dataDir}`);

    const password = await readPassword(cluster.dataDir);
    const postmaster = await connectable(cluster, password, kind, adopted, () =>
      launch(cluster, async () => usedPort ?? (await firstPort(home, kind))),
    );
    await writePrivateFile(home.url, databaseUrl(postmaster.port, password, kind.database) + '\n');
    progress(`PostgreSQL listens on port ${postmaster.port}`);
    const stop = () => postmaster.stop(kind.throwaway ? 'immediate' : 'fast');
    const takenOver = postmaster === adopted && !kind.throwaway;
    return { postmaster, password, dataDir: cluster.dataDir, takenOver, stop };
  } catch (error) {
    if (!(error instanceof ServerStartError)) throw error;
    throw new ServerStartError(error.message + (await quoteLog(home.log, logStart)), { cause: error });
  }
}

/** Decides as whom, from which binaries and on which data directory the server of a home folder runs. */
export async function findCluster(home: HomeFolder, throwaway: boolean): Promise<Cluster> {
  const user = await chooseUser(await recordedDataDir(home));
  const binaries = await reachableBinaries(await locateBinaries(), user);
  return { binaries, user, throwaway, dataDir: await reachableDataDir(home, user) };
}

/** A server that a client can use: an adopted one that does not let us in is replaced. */
async function connectable(
  cluster: Cluster,
  password: string,
  { database, throwaway }: ServerKind,
  adopted: Postmaster | undefined,
  start: () => Promise<Postmaster>,
): Promise<Postmaster> {
  if (adopted) {
    try {
      await ensureDatabase(adopted.port, password, database);
      return adopted;
    } catch (error) {
      console.error('supervisor: the server found running does not answer and is replaced', error);
      await adopted.stop('fast');
    }
  }
  const postmaster = await start();
  try {
    await ensureDatabase(postmaster.port, password, database);
    return postmaster;
  } catch (cause) {
    await postmaster.stop(throwaway ? 'immediate' : 'fast');
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ServerStartError(`the server in ${cluster.dataDir} does not let us in: ${reason}`, { cause });
  }
}

/**
 * Tries again for a moment: a killed server's last processes may still hold its memory, and another program
 * may have taken the port between the look and the leap.
 */
async function launch(cluster: Cluster, port: () => Promise<number>): Promise<Postmaster> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await launchPostmaster(cluster, await port());
    } catch (error) {
      if (attempt === LAUNCH_ATTEMPTS) throw error;
      await sleep(RETRY_MS * attempt);
    }
  }
}

async function firstPort(home: HomeFolder, { throwaway }: ServerKind): Promise<number> {
  return throwaway ? await anyPort() : await choosePort(await lastPort(home));
}

async function lastPort(home: HomeFolder): Promise<number | undefined> {
  const url = await readFile(home.url, 'utf8').catch(() => '');
  return URL.canParse(url) ? Number(new URL(url).port) || undefined : undefined;
}
