import { spawn, type ChildProcess } from 'node:child_process';
import type { UnixUser } from './unprivileged-user.js';

/**
 * Starts a program of PostgreSQL. What it prints goes where our own output goes, which is the log: nothing is
 * piped, so nothing breaks when we are gone before it.
 */
export function startProgram(
  path: string,
  args: readonly string[],
  user: UnixUser | undefined,
): ChildProcess {
  return spawn(path, args, {
    ...user,
    cwd: '/',
    env: programEnvironment(process.env),
    stdio: ['ignore', 'inherit', 'inherit'],
    windowsHide: true,
  });
}

/** Runs a program to its end; resolves with how it ended, such as `exit code 0`, and never rejects. */
export function runProgram(
  path: string,
  args: readonly string[],
  user: UnixUser | undefined,
): Promise<string> {
  return new Promise((resolve) => {
    try {
      const child = startProgram(path, args, user);
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
    } catch (error) {
      resolve(String(error));
    }
  });
}

/** Our environment without what would change the behaviour or the messages of PostgreSQL. */
export function programEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^(PG|LC_|LANG|NODE_)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' };
}
