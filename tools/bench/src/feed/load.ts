import type { LastServed, LoadCommands, LoadOptions, LoadReport } from './load-clients.js';
import { WorkerProcess } from './worker-process.js';

/** Nothing arrives for so long between two broadcasts of a second's feed. */
const LOOK_MS = 50;
const QUIET_LOOKS = 5;

/** Client processes, which share the clients evenly. */
export class Load {
  readonly #workers: WorkerProcess<LoadCommands>[];

  constructor(processes: number) {
    this.#workers = Array.from(
      { length: processes },
      () => new WorkerProcess<LoadCommands>('./load-clients.ts'),
    );
  }

  async connect(options: LoadOptions): Promise<void> {
    const share = Math.ceil(options.clients / this.#workers.length);
    await Promise.all(
      this.#workers.map((worker, index) =>
        worker.call('connect', { ...options, clients: Math.min(share, options.clients - index * share) }),
      ),
    );
  }

  /**
   * Waits for a moment between two broadcasts: one that a measurement began or ended in would count its cost without its
   * frames, or its frames without its cost.
   */
  async untilQuiet(): Promise<void> {
    const start = await this.#frames();
    let before = start;
    for (let quiet = 0; quiet < QUIET_LOOKS;) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      const now = await this.#frames();
      quiet = now === before && now > start ? quiet + 1 : 0;
      before = now;
    }
  }

  /** What the clients see from now on, for some seconds. */
  async measure(seconds: number): Promise<LoadReport> {
    await Promise.all(this.#workers.map((worker) => worker.call('reset', undefined)));
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    const reports = await Promise.all(this.#workers.map((worker) => worker.call('report', undefined)));
    const sum = (of: (report: LoadReport) => number) =>
      reports.reduce((total, report) => total + of(report), 0);
    return {
      clients: sum(({ clients }) => clients),
      frames: sum(({ frames }) => frames),
      bytes: sum(({ bytes }) => bytes),
      lost: sum(({ lost }) => lost),
      gaps: joined(reports.map(({ gaps }) => gaps)),
      delays: joined(reports.map(({ delays }) => delays)),
      silences: joined(reports.map(({ silences }) => silences)),
      lastServed: lastOfAll(reports),
    };
  }

  async #frames(): Promise<number> {
    const counts = await Promise.all(this.#workers.map((worker) => worker.call('frames', undefined)));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.stop()));
  }
}

/** The last of each round among all processes, whose clients get numbers that tell them apart. */
function lastOfAll(reports: readonly LoadReport[]): LastServed[] {
  const last = new Map<string, LastServed>();
  reports.forEach(({ lastServed }, process) => {
    for (const served of lastServed) {
      const known = last.get(served.cursor);
      if (known && known.at > served.at) continue;
      last.set(served.cursor, { ...served, client: served.client * reports.length + process });
    }
  });
  return [...last.values()];
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}
