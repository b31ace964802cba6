import { lstat, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeData } from './data-folder.js';
import { homeFolder, THROWAWAY_PREFIX, type HomeFolder } from './home-folder.js';
import { adoptPostmaster } from './postmaster.js';
import { findCluster } from './supervised-server.js';
import { connectToSupervisor } from './supervisor-socket.js';

/** Younger ones may be about to get their supervisor. */
const MIN_AGE_MS = 60_000;

/**
 * Removes throw-away servers whose supervisor was killed together with the process that used them: nobody else
 * would ever stop those. Never rejects; what cannot be removed is left.
 *
 * @param own the home folder to leave alone.
 */
export async function sweepThrowaways(
  own: HomeFolder,
  minAgeMs = MIN_AGE_MS,
  parent = tmpdir(),
): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names) {
    const home = homeFolder(join(parent, name));
    if (!name.startsWith(THROWAWAY_PREFIX) || home.path === own.path) continue;
    try {
      if (await isAbandoned(home, minAgeMs)) await remove(home);
    } catch (error) {
      console.error(`supervisor: ${home.path} is left over and cannot be removed`, error);
    }
  }
}

async function isAbandoned(home: HomeFolder, minAgeMs: number): Promise<boolean> {
  const folder = await lstat(home.path);
  if (!folder.isDirectory() || folder.uid !== process.getuid?.()) return false;
  if (Date.now() - folder.mtimeMs < minAgeMs) return false;
  const socket = await connectToSupervisor(home);
  socket?.destroy();
  return socket === undefined;
}

async function remove(home: HomeFolder): Promise<void> {
  const orphan = await adoptPostmaster(await findCluster(home, true));
  await orphan?.stop('immediate');
  await removeData(home);
  await rm(home.path, { recursive: true, force: true });
}
