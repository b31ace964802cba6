import { randomBytes } from 'node:crypto';
import { chown, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isRoot } from './unprivileged-user.js';

/**
 * Writes a file that only its owner can read, in one step: a reader sees the old content or the new one. Written
 * by root it belongs to the owner of the folder, who may not be root and must be able to use it later.
 */
export async function writePrivateFile(path: string, content: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(draft, content, { mode: 0o600, flag: 'wx' });
    if (isRoot()) {
      const { uid, gid } = await stat(dirname(path));
      await chown(draft, uid, gid);
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
