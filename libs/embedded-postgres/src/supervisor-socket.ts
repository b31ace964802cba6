import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import lockfile from 'proper-lockfile';
import { HomeFolderError } from './errors.js';
import type { HomeFolder } from './home-folder.js';
import { writePrivateFile } from './private-file.js';

/** The kernel's limit is 104 bytes on some systems, 108 on others, with the closing zero. */
const MAX_SOCKET_PATH_BYTES = 100;
const SHORT_PREFIX = 'thelook-socket-';
/** The lock is held for milliseconds; a holder that does not renew it for so long was killed. */
const LOCK_STALE_MS = 5_000;

/**
 * Connects to the supervisor of a home folder. The kernel knows whether it lives: there is no process id that
 * could be stale.
 *
 * @returns undefined when none is listening.
 */
export async function connectToSupervisor(home: HomeFolder): Promise<Socket | undefined> {
  const path = await readFile(home.supervisor, 'utf8').catch(() => undefined);
  if (path === undefined) return undefined;
  return await new Promise((resolve) => {
    const socket = connect({ path: path.trimEnd(), allowHalfOpen: true });
    const absent = () => resolve(undefined);
    socket.once('error', absent);
    socket.once('connect', () => {
      socket.off('error', absent);
      // What a broken connection means is for 'close' to tell.
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
}

type Welcome = (socket: Socket) => void;
type Listening = { server: Server; path: string };

/** The listening end, which makes its process the supervisor. */
export interface SupervisorSocket {
  /** Stops listening, at once, and removes the socket. */
  close(): Promise<void>;
}

/**
 * Makes this process the supervisor of a home folder, unless another one is.
 *
 * @param welcome gets every connection; the first may come before this resolves.
 * @returns undefined when another one is.
 * @throws HomeFolderError when the home folder is not writable.
 */
export async function claimSupervisorSocket(
  home: HomeFolder,
  welcome: Welcome,
): Promise<SupervisorSocket | undefined> {
  const unlock = await lock(home);
  try {
    const other = await connectToSupervisor(home);
    if (other) {
      other.destroy();
      return undefined;
    }
    await removeSocket(home);
    const { server, path } = await listen(home, welcome);
    await writePrivateFile(home.supervisor, path + '\n');
    return { close: () => closeSocket(server, path) };
  } finally {
    await unlock().catch(() => undefined);
  }
}

async function lock(home: HomeFolder): Promise<() => Promise<void>> {
  try {
    return await lockfile.lock(home.path, {
      lockfilePath: home.supervisorLock,
      stale: LOCK_STALE_MS,
      realpath: false,
      retries: { retries: 200, factor: 1, minTimeout: 50, maxTimeout: 50 },
    });
  } catch (cause) {
    throw new HomeFolderError(
      `the folder of the embedded server, ${home.path}, cannot be used (${String(cause)}): ` +
        'set THELOOK_HOME to a folder that you may write, or DATABASE_URL to a server of your own',
      { cause },
    );
  }
}

/**
 * Listens in the home folder, or, when its path is too long or its file system has no sockets, in a folder for
 * temporary files that is ours alone.
 */
async function listen(home: HomeFolder, welcome: Welcome): Promise<Listening> {
  const name = randomBytes(4).toString('hex');
  if (process.platform === 'win32')
    return await listenAt(welcome, `\\\\.\\pipe\\thelook-${name}${process.pid}`);

  const path = join(home.path, `${name}.sock`);
  if (Buffer.byteLength(path) <= MAX_SOCKET_PATH_BYTES) {
    const listening = await listenAt(welcome, path).catch(() => undefined);
    if (listening) return listening;
  }
  const parent = Buffer.byteLength(tmpdir()) < MAX_SOCKET_PATH_BYTES / 2 ? tmpdir() : '/tmp';
  return await listenAt(welcome, join(await mkdtemp(join(parent, SHORT_PREFIX)), `${name}.sock`));
}

function listenAt(welcome: Welcome, path: string): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = createServer({ allowHalfOpen: true }, welcome);
    server.once('error', reject);
    server.listen(path, () => resolve({ server, path }));
  });
}

/** The file that names the socket stays: a successor may be writing its own there, and a dead one misleads nobody. */
async function closeSocket(server: Server, path: string): Promise<void> {
  // Connections that are still open end with the process; closing would wait for them.
  server.close();
  await removeFiles(path);
}

/** Removes what a supervisor left that was killed. */
async function removeSocket(home: HomeFolder): Promise<void> {
  const path = await readFile(home.supervisor, 'utf8').catch(() => undefined);
  if (path !== undefined) await removeFiles(path.trimEnd());
  await rm(home.supervisor, { force: true });
}

async function removeFiles(socketPath: string): Promise<void> {
  if (process.platform === 'win32') return;
  await rm(socketPath, { force: true });
  const folder = dirname(socketPath);
  if (basename(folder).startsWith(SHORT_PREFIX)) await rm(folder, { recursive: true, force: true });
}
