import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { createRequire } from 'node:module';
import { parse } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { HomeFolderError } from './errors.js';
import type { HomeFolder } from './home-folder.js';
import { programEnvironment } from './program.js';
import { openLog } from './server-log.js';
import type { ServerKind } from './supervised-server.js';

/** The file descriptor on which a supervisor says how its claim went, and which stays open while it lives. */
export const WORD_FD = 3;

/** `other`: another supervisor is at work; `first`: it is the supervisor. */
export type SupervisorWord = 'other' | 'first';

/** A supervisor that we started. */
export interface SupervisorProcess {
  /** What it said, once it has ended, or `nothing`; undefined while it runs. */
  readonly lastWord: SupervisorWord | 'nothing' | undefined;
  /** Stops following it. */
  detach(): void;
}

/**
 * Starts a supervisor that outlives us. It is nobody's child: tools that end a command together with all that
 * descends from it must not end the server before the last of its clients has finished.
 *
 * @throws HomeFolderError when the log cannot be written.
 */
export function startSupervisor(home: HomeFolder, kind: ServerKind): SupervisorProcess {
  const log = openLogOf(home);
  try {
    const command = [process.execPath, ...entryPoint(), home.path, JSON.stringify(kind)];
    const [program = '', ...args] = process.platform === 'win32' ? command : orphaned(command);
    const child = spawn(program, args, {
      cwd: parse(home.path).root,
      detached: true,
      env: programEnvironment(process.env),
      stdio: ['ignore', log.fd, log.fd, 'pipe'],
      windowsHide: true,
    });
    child.on('error', () => undefined);
    child.unref();
    return follow(child.stdio[WORD_FD] as Readable);
  } finally {
    log.close();
  }
}

/** The shell goes at once, and its child is handed to the system. */
function orphaned(command: readonly string[]): string[] {
  return ['/bin/sh', '-c', '"$@" &', 'sh', ...command];
}

function follow(pipe: Readable): SupervisorProcess {
  let word: SupervisorWord | 'nothing' = 'nothing';
  let ended = false;
  pipe.on('data', (text: Buffer) => (word = text.toString() as SupervisorWord));
  pipe.on('error', () => undefined);
  pipe.once('close', () => (ended = true));
  return {
    get lastWord() {
      return ended ? word : undefined;
    },
    detach: () => pipe.destroy(),
  };
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
