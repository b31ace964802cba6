import { chmod, cp, lstat, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { UnprivilegedUserError, UnsupportedPlatformError } from './errors.js';
import { binariesRun, type NativeBinaries } from './native-binaries.js';
import type { UnixUser } from './unprivileged-user.js';

/** The first that works is used: only root can write the first, anyone the others. */
const CACHE_PARENTS = ['/var/cache', tmpdir(), '/tmp'];

/**
 * Binaries that the user can run: those given, else a copy in a place that everybody can reach. The copy is
 * needed when node_modules lies beneath a folder that only root can enter, such as root's own home; it is made
 * once for each version and serves all workspaces.
 *
 * @param user whom they must run for; undefined for ourselves.
 * @throws UnsupportedPlatformError when they run for nobody; UnprivilegedUserError when no place for a copy does.
 */
export async function reachableBinaries(
  binaries: NativeBinaries,
  user: UnixUser | undefined,
  parents: readonly string[] = CACHE_PARENTS,
): Promise<NativeBinaries> {
  if (await binariesRun(binaries, user)) return binaries;
  if (!user || !(await binariesRun(binaries))) {
    throw new UnsupportedPlatformError(
      `the PostgreSQL in ${binaries.folder} does not run on this system (it needs glibc on Linux): ` +
        'set DATABASE_URL to a PostgreSQL server of your own',
    );
  }
  for (const parent of parents) {
    const copy = await cachedCopy(binaries, parent).catch(() => undefined);
    if (copy && (await binariesRun(copy, user))) return copy;
  }
  throw new UnprivilegedUserError(
    `PostgreSQL runs as user ${user.uid}, who can reach neither ${binaries.folder} nor a copy in one of ` +
      `${parents.join(', ')}: move the workspace to a folder that others can enter, run this as an ordinary user, ` +
      'or set DATABASE_URL to a server of your own',
  );
}

/**
 * A complete copy in `parent` that only root can have written. A folder of the right name that someone else put
 * there first is left alone, for one under a name that nobody could foresee. A copy of which a cleaner of temporary
 * files took parts gets them back one by one: at no moment does it lack what somebody runs from it.
 */
async function cachedCopy(binaries: NativeBinaries, parent: string): Promise<NativeBinaries> {
  const folder = join(parent, `thelook-postgres-${binaries.version}`);
  const wanted = await listFiles(binaries.folder);
  if (await isFaithful(folder, wanted)) return { ...binaries, folder };

  const draft = await mkdtemp(`${folder}-`);
  try {
    await cp(binaries.folder, draft, { recursive: true, verbatimSymlinks: true, filter: neededToRun });
    await openToAll(draft);
    if (await isOwnFolder(folder)) await mend(folder, draft, wanted);
    else await rename(draft, folder);
  } catch (error) {
    // Two first starters at once, the other one was faster; or the name is taken by someone else's folder.
    if (!(await isFaithful(folder, wanted))) {
      if (await isFaithful(draft, wanted)) return { ...binaries, folder: draft };
      await rm(draft, { recursive: true, force: true });
      throw error;
    }
  }
  await rm(draft, { recursive: true, force: true });
  return { ...binaries, folder };
}

/** Moves what an incomplete copy lacks out of a complete one, also while somebody else does the same. */
async function mend(folder: string, complete: string, wanted: ReadonlyMap<string, number>): Promise<void> {
  const found = await listFiles(folder);
  for (const [path, size] of wanted) {
    if (found.get(path) === size) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await rename(join(complete, path), join(folder, path));
  }
  await openToAll(folder);
}

/** Static libraries are a good part of the package and of no use at run time. */
function neededToRun(path: string): boolean {
  return !path.endsWith('.a');
}

/** Lets everybody read what a strict umask at the time of `npm install` may have kept for root. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const { mode } = await lstat(path);
    await chmod(path, mode & 0o100 ? 0o755 : 0o644);
  }
}

async function isOwnFolder(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined);
  return found !== undefined && found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0;
}

async function isFaithful(folder: string, wanted: ReadonlyMap<string, number>): Promise<boolean> {
  if (!(await isOwnFolder(folder))) return false;
  const found = await listFiles(folder);
  return [...wanted].every(([path, size]) => found.get(path) === size);
}

/** Relative paths with sizes; a link counts with the length of what it says. */
async function listFiles(folder: string): Promise<Map<string, number>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .map((entry) => ({ entry, path: join(entry.parentPath, entry.name) }))
    .filter(({ entry, path }) => !entry.isDirectory() && neededToRun(path));
  const sizes = await Promise.all(files.map(async ({ path }) => (await lstat(path)).size));
  return new Map(files.map(({ path }, index) => [path.slice(folder.length), sizes[index]!]));
}
