import { createHash, randomBytes } from 'node:crypto';
import { chmod, lstat, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { UnprivilegedUserError } from './errors.js';
import type { HomeFolder } from './home-folder.js';
import { writePrivateFile } from './private-file.js';
import { canEnter, type UnixUser } from './unprivileged-user.js';

/** Where data goes that cannot lie in the home folder; `/var/lib` first, because the others lose it at a restart. */
const OUTSIDE_PARENTS = ['/var/lib', '/var/tmp', tmpdir()];

/** The data directory as recorded or by default, whether it exists or not. */
export async function recordedDataDir(home: HomeFolder): Promise<string> {
  const outside = await readRecord(home);
  return outside === undefined ? home.data : join(outside, 'data');
}

/**
 * The data directory, in a folder that the user can enter. That is the home folder, which others may then pass
 * through, or, when it lies beneath a folder that only root can enter, one outside, which the home folder records
 * from then on.
 *
 * @throws UnprivilegedUserError when no such place is found.
 */
export async function reachableDataDir(
  home: HomeFolder,
  user: UnixUser | undefined,
  parents: readonly string[] = OUTSIDE_PARENTS,
): Promise<string> {
  const recorded = await recordedDataDir(home);
  if (!user || (await canEnter(dirname(recorded), user))) return recorded;
  if (recorded === home.data && (await openHome(home, user))) return recorded;

  const prefix = `thelook-${createHash('sha256').update(home.path).digest('hex').slice(0, 12)}-`;
  for (const parent of parents) {
    const folder = await createOutside(parent, prefix, user).catch(() => undefined);
    if (folder === undefined) continue;
    await writePrivateFile(home.dataRecord, folder + '\n');
    return join(folder, 'data');
  }
  throw new UnprivilegedUserError(
    `PostgreSQL runs as user ${user.uid}, who can enter neither ${home.path} nor a folder in one of ` +
      `${parents.join(', ')}: set THELOOK_HOME to a folder that others can enter, run this as an ordinary user, ` +
      'or set DATABASE_URL to a server of your own',
  );
}

/** Removes the data of a home folder, wherever it is. */
export async function removeData(home: HomeFolder): Promise<void> {
  const outside = await readRecord(home);
  if (outside !== undefined) await rm(outside, { recursive: true, force: true });
  await rm(home.data, { recursive: true, force: true });
}

/** An unused name for a folder beside the data directory, in which it is prepared. */
export function draftFolder(dataDir: string): string {
  return `${dataDir}.draft-${randomBytes(4).toString('hex')}`;
}

/** Removes what starts that were interrupted half way left beside the data directory. */
export async function removeDrafts(dataDir: string): Promise<void> {
  const parent = dirname(dataDir);
  for (const name of await readdir(parent)) {
    if (!name.startsWith('data.draft-')) continue;
    // An orphaned initdb may still be adding files.
    await rm(join(parent, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/** Lets others pass through a home folder that is in nobody else's use; they still cannot list or read it. */
async function openHome(home: HomeFolder, user: UnixUser): Promise<boolean> {
  const names = await readdir(home.path);
  if (!names.every((name) => /^(url|postgres\.log|data|supervisor)\b|\.sock$/.test(name))) return false;
  const { mode } = await lstat(home.path);
  await chmod(home.path, mode | 0o011);
  if (await canEnter(home.path, user)) return true;
  await chmod(home.path, mode);
  return false;
}

async function createOutside(parent: string, prefix: string, user: UnixUser): Promise<string | undefined> {
  await removeForgotten(parent, prefix);
  const folder = await mkdtemp(join(parent, prefix));
  await chmod(folder, 0o711);
  if (await canEnter(folder, user)) return folder;
  await rm(folder, { recursive: true });
  return undefined;
}

/** The home folder had been deleted and with it the record of its data: nobody will ever come back for that. */
async function removeForgotten(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const path = join(parent, name);
    if (name.startsWith(prefix) && (await lstat(path)).uid === 0) await rm(path, { recursive: true });
  }
}

/** A folder that somebody else put in the place of ours, after it was cleaned away, is not believed. */
async function readRecord(home: HomeFolder): Promise<string | undefined> {
  const record = await readFile(home.dataRecord, 'utf8').catch(() => undefined);
  if (record === undefined) return undefined;
  const folder = record.trimEnd();
  const found = await lstat(folder).catch(() => undefined);
  return found?.isDirectory() && found.uid === 0 ? folder : undefined;
}
