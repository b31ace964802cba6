import { setTimeout as sleep } from 'node:timers/promises';
import { ServerStartError, toReport } from './errors.js';
import type { Postmaster } from './postmaster.js';
import type { SupervisorClients } from './supervisor-clients.js';

/** A server that ends this soon after it was ready, this many times in a row, will not get better. */
const QUICK_END_MS = 10_000;
const MAX_QUICK_ENDS = 5;

/** So long the clients of a supervisor that was killed have to find its successor, once that is ready. */
const RETURN_MS = 2_000;

/** What a supervisor needs to know of the server that it keeps. */
export interface Supervised {
  /** Starts the server, on the same port as before if it had run before. */
  start(progress: (message: string) => void): Promise<RunningServer>;
  /** Told what goes wrong, for whoever reads the log. */
  report(message: string, error?: unknown): void;
  /** How long to wait for the first client, in milliseconds. */
  idleMs: number;
  /** How long clients may go on when the supervisor is asked to end, in milliseconds. */
  graceMs: number;
}

export interface RunningServer {
  postmaster: Postmaster;
  password: string;
  dataDir: string;
  /** Found running, with clients of its own that may yet come back. */
  takenOver: boolean;
  stop(): Promise<void>;
}

/**
 * Keeps the server running while there are clients: starts it for the first one, starts it again when it
 * crashes, stops it after the last one.
 *
 * @param asked aborts when the supervisor is asked to end, whoever is connected.
 * @returns when the server is stopped and nobody wants it any more, or nobody can have it.
 */
export async function supervise(
  supervised: Supervised,
  clients: SupervisorClients,
  asked: AbortSignal,
): Promise<void> {
  let quickEnds = 0;
  await Promise.race([clients.when((count) => count > 0), pause(supervised.idleMs)]);

  while (clients.count > 0 && !asked.aborted) {
    let server: RunningServer;
    try {
      server = await supervised.start((message) => void clients.announce({ type: 'progress', message }));
    } catch (error) {
      supervised.report('the server cannot be started', error);
      await clients.announce({ type: 'failed', ...toReport(error) });
      return;
    }
    const { postmaster, password, dataDir, takenOver } = server;
    const readyAt = Date.now();
    void clients.announce({ type: 'ready', port: postmaster.port, password, dataDir });

    const ended = postmaster.ended.then(() => 'ended' as const);
    const left = deserted(clients, takenOver ? readyAt + RETURN_MS : readyAt).then(() => 'left' as const);
    const event = await Promise.race([ended, left, aborted(asked)]);
    if (event === 'ended') {
      supervised.report('the server has ended while it was in use');
      quickEnds = Date.now() - readyAt < QUICK_END_MS ? quickEnds + 1 : 0;
      if (quickEnds < MAX_QUICK_ENDS) continue;
      const message = `the server ended ${quickEnds} times shortly after its start`;
      await clients.announce({ type: 'failed', ...toReport(new ServerStartError(message)) });
      return;
    }
    if (event === 'asked') {
      void clients.announce({ type: 'stopping' });
      await Promise.race([left, ended, pause(supervised.graceMs)]);
    }
    await server.stop();
    // Those who came while the server was stopping need it again; those who waited for the stop have had it.
    if (clients.count > 0) clients.dismissLeaving();
  }
}

/** Resolves when nobody is there any more, and nobody comes before the given moment either. */
async function deserted(clients: SupervisorClients, notBefore: number): Promise<void> {
  for (;;) {
    await clients.when((count) => count === 0);
    await Promise.race([clients.when((count) => count > 0), pause(notBefore - Date.now())]);
    if (clients.count === 0) return;
    clients.dismissLeaving();
  }
}

async function aborted(signal: AbortSignal): Promise<'asked'> {
  if (!signal.aborted) {
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  }
  return 'asked';
}

async function pause(milliseconds: number): Promise<void> {
  await sleep(milliseconds, undefined, { ref: false });
}
