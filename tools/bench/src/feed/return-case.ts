import type { Figure } from '../report.js';
import { ApiProcess } from './api-process.js';
import { percentile } from './percentile.js';
import type { CaseOptions } from './records-case.js';
import type { ReturningCommands } from './returning-clients.js';
import { pause, Stage } from './stage.js';
import { WorkerProcess } from './worker-process.js';

/** A process may have 20,000 files open on many systems. */
const PROCESSES = 2;
/** Of all clients, that have to be back. */
const SHARE = 0.99;
/** How long they are waited for. */
const PATIENCE_SECONDS = 120;
const LOOK_SECONDS = 0.25;

/** The server is killed under many clients of the library, and started again at once: how soon they are live again. */
export function returnCase({ databases, clients, onProfile }: CaseOptions): Promise<Figure[]> {
  const server = { lookbackMinutes: 5, refreshSeconds: 5 };
  const options = { databases, rows: 1_000, ...server, writeEveryMs: 300, clientProcesses: 0, onProfile };
  return Stage.use(options, async ({ api, url }) => {
    const workers = Array.from(
      { length: PROCESSES },
      () => new WorkerProcess<ReturningCommands>('./returning-clients.ts'),
    );
    let again: ApiProcess | undefined;
    try {
      const share = Math.ceil(clients / PROCESSES);
      const address = `http://127.0.0.1:${api.port}`;
      await Promise.all(workers.map((worker) => worker.call('connect', { url: address, clients: share })));
      await pause(3);
      const killedAt = Date.now();
      await api.kill();
      again = await ApiProcess.start({ ...server, url, port: api.port, inspect: false });
      const startedAt = Date.now();
      await untilBack(workers, share * PROCESSES);
      const since = await Promise.all(workers.map((worker) => worker.call('since', undefined)));
      const back = since.flatMap((moments) => [...moments]).filter((at) => at > killedAt);
      // Those that are not back count as if they came at the very end.
      const all = [...back, ...Array<number>(share * PROCESSES - back.length).fill(Date.now())];
      const name = `killed under ${clients.toLocaleString('en')} clients: 99 % live again`;
      return [
        { name, value: (percentile(all, SHARE) - killedAt) / 1_000, unit: 's', atMost: 10 },
        { name: '  of which until the server listens', value: (startedAt - killedAt) / 1_000, unit: 's' },
        { name: '  half of them', value: (percentile(all, 0.5) - killedAt) / 1_000, unit: 's' },
        { name: '  not back', value: share * PROCESSES - back.length, unit: '' },
      ];
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()));
      await again?.stop();
    }
  });
}

async function untilBack(
  workers: readonly WorkerProcess<ReturningCommands>[],
  clients: number,
): Promise<void> {
  const deadline = performance.now() + PATIENCE_SECONDS * 1_000;
  while (performance.now() < deadline) {
    const counts = await Promise.all(workers.map((worker) => worker.call('live', undefined)));
    if (counts.reduce((sum, count) => sum + count, 0) >= clients) return;
    await pause(LOOK_SECONDS);
  }
}
