import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { draftFolder, removeDrafts } from './data-folder.js';
import { DataDirectoryError, ServerStartError } from './errors.js';
import { majorVersion, programPath, type NativeBinaries } from './native-binaries.js';
import { runProgram } from './program.js';
import type { UnixUser } from './unprivileged-user.js';

/** The superuser, and the only user. */
export const ROLE = 'thelook';

/** A data directory with all that is needed to run a server on it. */
export interface Cluster {
  binaries: NativeBinaries;
  dataDir: string;
  /** Whom to run as; undefined for ourselves. */
  user: UnixUser | undefined;
  /** No flushing to disk: for data that nobody misses after a power failure. */
  throwaway: boolean;
}

/**
 * Makes sure that there is a data directory of the right version, and creates it if there is none. It is
 * prepared under another name and then renamed, so an interrupted start never leaves half of one.
 *
 * @returns whether it was created.
 * @throws DataDirectoryError when what is there cannot be used; ServerStartError when initdb fails.
 */
export async function ensureCluster(cluster: Cluster): Promise<boolean> {
  const { binaries, dataDir } = cluster;
  await removeDrafts(dataDir);
  // Someone may have prepared an empty folder or mount point; renaming does not replace it on every system.
  await rmdir(dataDir).catch(() => undefined);

  const version = await readFile(join(dataDir, 'PG_VERSION'), 'utf8').catch(
    async (cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'ENOENT') throw unusable(dataDir, `cannot be read (${cause.message})`, cause);
      return undefined;
    },
  );
  if (version === undefined) {
    await createCluster(cluster);
    return true;
  }
  const wanted = majorVersion(binaries);
  if (Number.parseInt(version, 10) !== wanted) {
    throw unusable(dataDir, `holds data of PostgreSQL ${version.trim()}, this is PostgreSQL ${wanted}`);
  }
  return false;
}

/** The password of {@link ROLE}. It lies within the data directory, so that one never comes without the other. */
export async function readPassword(dataDir: string): Promise<string> {
  try {
    return await readFile(passwordFile(dataDir), 'utf8');
  } catch (cause) {
    throw unusable(dataDir, 'has lost its file thelook.password', cause);
  }
}

async function createCluster({ binaries, dataDir, user, throwaway }: Cluster): Promise<void> {
  const draft = draftFolder(dataDir);
  const draftData = join(draft, 'data');
  const password = join(draft, 'password');
  try {
    await mkdir(draft, { mode: 0o700 });
    await writeFile(password, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (user) {
      await chown(password, user.uid, user.gid);
      await chown(draft, user.uid, user.gid);
    }
    const args = [
      ...[`--pgdata=${draftData}`, `--username=${ROLE}`, `--pwfile=${password}`, '--auth=scram-sha-256'],
      ...['--encoding=UTF8', '--locale=C'],
      // Sorts by code point and knows all of Unicode's letters, alike on every system and without its locales.
      ...(majorVersion(binaries) >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : []),
      ...['--no-instructions', ...(throwaway ? ['--no-sync'] : [])],
    ];
    const outcome = await runProgram(programPath(binaries, 'initdb'), args, user);
    if (outcome !== 'exit code 0') throw new ServerStartError(`initdb failed in ${dataDir} with ${outcome}`);
    await rename(password, passwordFile(draftData));
    await rename(draftData, dataDir).catch((cause: NodeJS.ErrnoException) => {
      throw unusable(
        dataDir,
        `is in the way: it is no data directory, and not empty (${cause.message})`,
        cause,
      );
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

function passwordFile(dataDir: string): string {
  return join(dataDir, 'thelook.password');
}

function unusable(dataDir: string, finding: string, cause?: unknown): DataDirectoryError {
  return new DataDirectoryError(
    `the data directory ${dataDir} ${finding}: move it away to begin with an empty database, ` +
      'set THELOOK_HOME to another folder, or set DATABASE_URL to a server of your own',
    { cause },
  );
}
