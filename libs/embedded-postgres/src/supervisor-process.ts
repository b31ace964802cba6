import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { parse } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { HomeFolderError } from './errors.js';
import type { HomeFolder } from './home-folder.js';
import { programEnvironment } from './program.js';
import { openLog } from './server-log.js';
import type { ServerKind } from './supervised-server.js';

/** A supervisor that we started; whether it or another one came first is not ours to know. */
export interface SupervisorProcess {
  /** How it ended, such as `exit code 0`; undefined while it runs. */
  readonly outcome: string | undefined;
}

/**
 * Starts a supervisor that outlives us.
 *
 * @throws HomeFolderError when the log cannot be written.
 */
export function startSupervisor(home: HomeFolder, kind: ServerKind): SupervisorProcess {
  const log = openLogOf(home);
  const supervisor = { outcome: undefined as string | undefined };
  try {
    const child = spawn(process.execPath, [...entryPoint(), home.path, JSON.stringify(kind)], {
      cwd: parse(home.path).root,
      detached: true,
      env: programEnvironment(process.env),
      stdio: ['ignore', log.fd, log.fd],
      windowsHide: true,
    });
    child.once('error', (error) => (supervisor.outcome = error.message));
    child.once(
      'exit',
      (code, signal) => (supervisor.outcome = signal ? `signal ${signal}` : `exit code ${code}`),
    );
    child.unref();
  } finally {
    log.close();
  }
  return supervisor;
}

/** What `node` is given to run the supervisor: built, or from TypeScript source within the workspace. */
function entryPoint(): string[] {
  // By the path: loaders add queries of their own to the URL.
  const built = fileURLToPath(import.meta.url).endsWith('.js');
  const path = fileURLToPath(new URL(built ? './supervisor.js' : './supervisor.ts', import.meta.url));
  if (built) return [path];
  // Not the flags of this process: it may run the source in another way, such as Jest's.
  const loader = createRequire(import.meta.url).resolve('tsx');
  return ['--import', pathToFileURL(loader).href, path];
}

function openLogOf(home: HomeFolder): ReturnType<typeof openLog> {
  try {
    return openLog(home.log);
  } catch (cause) {
    throw new HomeFolderError(
      `${home.log} cannot be written (${cause instanceof Error ? cause.message : String(cause)}): ` +
        'set THELOOK_HOME to a folder that you may write, or DATABASE_URL to a server of your own',
      { cause },
    );
  }
}
