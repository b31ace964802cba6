import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { eventually } from './eventually.js';

export interface RunningProcess {
  pid: number;
  command: string;
}

/** Every process with the text in its command line: for a home folder, its supervisor and its server. */
export async function processesOf(text: string): Promise<RunningProcess[]> {
  return (await allProcesses()).filter(({ pid, command }) => pid !== process.pid && command.includes(text));
}

export async function supervisorsOf(home: string): Promise<number[]> {
  const found = await processesOf(home);
  return found.filter(({ command }) => /supervisor\.[jt]s/.test(command)).map(({ pid }) => pid);
}

export async function postmastersOf(dataDir: string): Promise<number[]> {
  const found = await processesOf(`-D ${dataDir} `);
  return found.map(({ pid }) => pid);
}

/** Kills so that the process cannot clean up, and resolves when it is gone. */
export async function kill9(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await eventually(`process ${pid} is gone`, async () =>
    (await allProcesses()).every((found) => found.pid !== pid),
  );
}

export async function nothingLeftOf(home: string): Promise<void> {
  await eventually(`no process of ${home} is left`, async () => (await processesOf(home)).length === 0);
}

/** The process ids of a process's ancestors, nearest first. */
export async function ancestorsOf(pid: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)('/bin/sh', ['-c', PARENT_OF, 'sh', String(pid)]);
  const parent = Number(stdout);
  return parent > 1 ? [parent, ...(await ancestorsOf(parent))] : [];
}

const PARENT_OF = 'awk "/^PPid:/ { print \\$2 }" "/proc/$1/status" 2>/dev/null || ps -o ppid= -p "$1"';

/** Those that have ended and are not waited for have no command line and do not count. */
async function allProcesses(): Promise<RunningProcess[]> {
  if (process.platform !== 'linux') return await listWithPs();
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const all = await Promise.all(
    pids.map(async (pid) => ({
      pid: Number(pid),
      command: (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' '),
    })),
  );
  return all.filter(({ command }) => command !== '');
}

async function listWithPs(): Promise<RunningProcess[]> {
  const { stdout } = await promisify(execFile)('ps', ['-axww', '-o', 'pid=,command=']);
  return stdout.split('\n').map((line) => {
    const [, pid = '0', command = ''] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    return { pid: Number(pid), command };
  });
}
