import type { ChildProcess } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster.js';
import { ServerStartError } from './errors.js';
import { LOOPBACK } from './loopback-port.js';
import { programPath } from './native-binaries.js';
import { isPostmasterOf, postmasterFilePath, readPostmasterFile } from './postmaster-file.js';
import { runProgram, startProgram } from './program.js';

const POLL_MS = 15;
const ADOPTED_POLL_MS = 200;
/** Recovery after a crash replays at most a few checkpoints' worth of changes. */
const READY_MS = 120_000;
/** A fast shutdown writes a checkpoint; an immediate one takes five seconds at most by itself. */
const FAST_STOP_MS = 30_000;
const IMMEDIATE_STOP_MS = 10_000;

/** A running PostgreSQL server. */
export interface Postmaster {
  readonly port: number;
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Ends it, ever less gently, and resolves when it has; `immediate` leaves recovery to the next start. */
  stop(mode: 'fast' | 'immediate'): Promise<void>;
}

/**
 * Starts the server and waits until it accepts connections.
 *
 * @throws ServerStartError when it ends before that, for example because the port is taken.
 */
export async function launchPostmaster(cluster: Cluster, port: number): Promise<Postmaster> {
  const child = startProgram(
    programPath(cluster.binaries, 'postgres'),
    settings(cluster, port),
    cluster.user,
  );
  let outcome: string | undefined;
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => resolve(void (outcome = error.message)));
    child.once('exit', (code, signal) => {
      outcome = signal ? `signal ${signal}` : `exit code ${code}`;
      resolve();
    });
  });
  const postmaster = { port, ended, stop: (mode: 'fast' | 'immediate') => stop(cluster, child, ended, mode) };

  const deadline = Date.now() + READY_MS;
  for (;;) {
    const file = await readPostmasterFile(cluster.dataDir);
    if (outcome !== undefined) throw new ServerStartError(`postgres ended with ${outcome} while starting`);
    if (file?.ready && file.pid === child.pid) return postmaster;
    if (Date.now() > deadline) {
      await postmaster.stop('immediate');
      throw new ServerStartError(`postgres was not ready after ${READY_MS / 1000} s`);
    }
    await Promise.race([ended, sleep(POLL_MS)]);
  }
}

/**
 * Takes over the server that runs on the data directory although its supervisor is gone. One that accepts
 * connections goes on undisturbed; one that does not is ended. A `postmaster.pid` of which the process is gone,
 * or has become another program, is removed.
 *
 * @returns undefined when no server is running now.
 */
export async function adoptPostmaster(cluster: Cluster): Promise<Postmaster | undefined> {
  const { dataDir } = cluster;
  const file = await readPostmasterFile(dataDir);
  if (!file) return undefined;
  const running = await isPostmasterOf(dataDir, file.pid);
  if (!running) {
    // Where the system does not say what the process is, PostgreSQL's own judgement stands.
    if (running === false) await rm(postmasterFilePath(dataDir), { force: true });
    return undefined;
  }
  const orphan = { pid: file.pid, kill: (signal: NodeJS.Signals) => signalIfAlive(file.pid, signal) };
  const ended = watch(dataDir, file.pid);
  const stopOrphan = (mode: 'fast' | 'immediate') => stop(cluster, orphan, ended, mode);
  if (file.ready && file.port > 0) return { port: file.port, ended, stop: stopOrphan };
  await stopOrphan('fast');
  return undefined;
}

/** On the command line rather than in a file: they follow this package's version, whoever made the data. */
function settings({ dataDir, throwaway }: Cluster, port: number): string[] {
  const values: Record<string, string | number> = {
    listen_addresses: LOOPBACK,
    port,
    unix_socket_directories: '',
    wal_level: 'logical',
    // A shop that is left open for months stays small, and a slot that nobody reads does not fill the disk.
    max_wal_size: '512MB',
    max_slot_wal_keep_size: throwaway ? -1 : '1GB',
    max_connections: 200,
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(throwaway && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return ['-D', dataDir, ...Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

async function stop(
  { binaries, dataDir, user }: Cluster,
  server: Pick<ChildProcess, 'pid' | 'kill'>,
  ended: Promise<void>,
  mode: 'fast' | 'immediate',
): Promise<void> {
  if (process.platform === 'win32') {
    await runProgram(programPath(binaries, 'pg_ctl'), ['stop', '-D', dataDir, '-m', mode], user);
    return await ended;
  }
  if (mode === 'fast') {
    server.kill('SIGINT');
    if (await within(FAST_STOP_MS, ended)) return;
  }
  server.kill('SIGQUIT');
  if (await within(IMMEDIATE_STOP_MS, ended)) return;
  server.kill('SIGKILL');
  await ended;
}

async function within(milliseconds: number, ended: Promise<void>): Promise<boolean> {
  const done = new AbortController();
  const late = sleep(milliseconds, false, { signal: done.signal }).catch(() => false);
  const result = await Promise.race([ended.then(() => true), late]);
  done.abort();
  return result;
}

/** Nobody tells us of the end of a process that is not our child. */
async function watch(dataDir: string, pid: number): Promise<void> {
  while ((await isPostmasterOf(dataDir, pid)) !== false) await sleep(ADOPTED_POLL_MS);
}

function signalIfAlive(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
