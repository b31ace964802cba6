import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a running server says about itself in its data directory. */
export interface PostmasterFile {
  pid: number;
  port: number;
  /** Whether it accepts connections. */
  ready: boolean;
}

export function postmasterFilePath(dataDir: string): string {
  return join(dataDir, 'postmaster.pid');
}

/** Reads `postmaster.pid`; undefined when there is none, or none yet that is complete enough to name a process. */
export async function readPostmasterFile(dataDir: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(postmasterFilePath(dataDir), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number.parseInt(lines[0] ?? '', 10);
  const port = Number.parseInt(lines[3] ?? '', 10);
  if (!(pid > 0)) return undefined;
  return { pid, port: port > 0 ? port : 0, ready: lines[7]?.trim() === 'ready' };
}

/**
 * Whether the process with this id is a server on this data directory. After a crash the id in `postmaster.pid`
 * may long belong to another program, which nobody must stop, and which must not keep a server from starting.
 *
 * @returns undefined when the process lives but the system does not tell what it is.
 */
export async function isPostmasterOf(dataDir: string, pid: number): Promise<boolean | undefined> {
  if (!isAlive(pid)) return false;
  const command = await commandLine(pid);
  if (command === undefined) return isAlive(pid) ? undefined : false;
  return command.includes(dataDir) && command.includes('postgres');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The empty string for a process that has ended and that nobody has waited for. */
async function commandLine(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    return await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  }
  if (process.platform === 'win32') return undefined;
  return await new Promise((resolve) => {
    execFile('ps', ['-ww', '-o', 'command=', '-p', String(pid)], (error, stdout) =>
      resolve(error ? undefined : stdout),
    );
  });
}
