import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { UnprivilegedUserError } from './errors.js';

/** Whom the programs of PostgreSQL run as when we are root, which they refuse to run as. */
export interface UnixUser {
  uid: number;
  gid: number;
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Whether a program runs and exits with 0, as another user if one is given. */
export function succeeds(program: string, args: readonly string[], user?: UnixUser): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      // A working directory that the user may not read would make some programs fail for a reason of their own.
      execFile(program, args, { ...user, cwd: '/', timeout: 30_000 }, (error) => resolve(error === null));
    } catch {
      resolve(false);
    }
  });
}

/**
 * Whether the user can pass through the folder and all above it. Tried, because modes alone do not tell: there
 * are access control lists, network file systems and security modules.
 */
export function canEnter(folder: string, user: UnixUser): Promise<boolean> {
  return succeeds('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], user);
}

/** `_postgres` is what macOS calls it. */
const USER_NAMES = ['postgres', '_postgres', 'nobody'];

/**
 * The user to run PostgreSQL as: the owner of the data directory if there is one, else the first of `postgres`
 * and `nobody` that we can become.
 *
 * @returns undefined when we are not root, and run it as ourselves.
 * @throws UnprivilegedUserError when there is no such user.
 */
export async function chooseUser(dataDir: string): Promise<UnixUser | undefined> {
  if (!isRoot()) return undefined;

  const data = await stat(dataDir).catch(() => undefined);
  if (data && data.uid !== 0) return { uid: data.uid, gid: data.gid };

  for (const name of USER_NAMES) {
    const user = await lookUp(name);
    if (user && (await succeeds('/bin/sh', ['-c', ':'], user))) return user;
  }
  throw new UnprivilegedUserError(
    `PostgreSQL does not run as root, and none of the users ${USER_NAMES.join(', ')} can be used instead: ` +
      'run this as an ordinary user, or set DATABASE_URL to a server of your own',
  );
}

async function lookUp(name: string): Promise<UnixUser | undefined> {
  const [uid, gid] = await Promise.all([id('-u', name), id('-g', name)]);
  return uid && gid ? { uid, gid } : undefined;
}

function id(flag: '-u' | '-g', name: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    execFile('id', [flag, name], (error, stdout) => {
      // macOS prints nobody's -2 as an unsigned number, which Node does not take back.
      const number = Number.parseInt(stdout, 10) | 0;
      resolve(error || number === 0 ? undefined : number);
    });
  });
}
