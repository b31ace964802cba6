import { existsSync } from 'node:fs';
import { mkdtemp, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { HomeFolderError } from './errors.js';
import { makeFolder } from './make-folder.js';
import { isRoot } from './unprivileged-user.js';

/** Where everything of one embedded server lies. */
export interface HomeFolder {
  path: string;
  /** The connection URL, for `psql "$(cat .thelook/url)"`. */
  url: string;
  /** What PostgreSQL and the supervisor print. */
  log: string;
  /** The cluster, unless {@link HomeFolder.dataRecord} names another place. */
  data: string;
  /** Names the folder that holds the cluster when it cannot lie in the home folder. */
  dataRecord: string;
  /** Names the socket of the running supervisor. */
  supervisor: string;
  /** Held for the moment in which a supervisor makes sure that it is the only one. */
  supervisorLock: string;
}

/** The names of a home folder's parts; touches nothing. */
export function homeFolder(path: string): HomeFolder {
  return {
    path,
    url: join(path, 'url'),
    log: join(path, 'postgres.log'),
    data: join(path, 'data'),
    dataRecord: join(path, 'data-folder'),
    supervisor: join(path, 'supervisor'),
    supervisorLock: join(path, 'supervisor.lock'),
  };
}

/**
 * Where the shared server lives unless told otherwise: `THELOOK_HOME`, else `.thelook` in the workspace root,
 * which is the nearest folder upwards with an `nx.json`, else the working directory itself.
 */
export function defaultHomePath(env: NodeJS.ProcessEnv = process.env, cwd: string = process.cwd()): string {
  if (env['THELOOK_HOME']) return resolve(cwd, env['THELOOK_HOME']);
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'nx.json'))) return join(folder, '.thelook');
    if (folder === dirname(folder)) return join(cwd, '.thelook');
  }
}

/**
 * Creates a home folder unless it exists; one that exists keeps its mode. A new one is for its owner alone,
 * except that root's lets others pass through, because as root the server runs as someone else.
 *
 * @throws HomeFolderError when it cannot be created.
 */
export async function createHomeFolder(path: string): Promise<HomeFolder> {
  try {
    if (await makeFolder(path)) await chmod(path, isRoot() ? 0o711 : 0o700);
  } catch (cause) {
    throw new HomeFolderError(
      `the folder of the embedded server, ${path}, cannot be created (${reason(cause)}): ` +
        'set THELOOK_HOME to a folder that you may write, or DATABASE_URL to a server of your own',
      { cause },
    );
  }
  return homeFolder(path);
}

export const THROWAWAY_PREFIX = 'thelook-throwaway-';

/** A new home folder in the folder for temporary files. */
export async function createThrowawayHome(): Promise<HomeFolder> {
  const path = await mkdtemp(join(tmpdir(), THROWAWAY_PREFIX));
  if (isRoot()) await chmod(path, 0o711);
  return homeFolder(path);
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
