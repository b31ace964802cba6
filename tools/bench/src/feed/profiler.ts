import { once } from 'node:events';
import { basename } from 'node:path';
import { WebSocket } from 'ws';

interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
}

/** Where the time of a process went. */
export interface ProfileEntry {
  /** Function, file and line. */
  where: string;
  /** Of the time that the process was not idle: by the function itself, without what it called. */
  percent: number;
}

/** A profiler of another Node.js process, by way of its inspector. */
export class Profiler {
  readonly #inspector: WebSocket;
  #calls = 0;

  private constructor(inspector: WebSocket) {
    this.#inspector = inspector;
  }

  /** Frees what is no longer used in the process behind an address of an inspector. */
  static async collectGarbage(url: string): Promise<void> {
    const profiler = await Profiler.#attach(url);
    await profiler.#call('HeapProfiler.enable');
    await profiler.#call('HeapProfiler.collectGarbage');
    profiler.#inspector.close();
  }

  /** Begins to profile the process behind an address of an inspector. */
  static async start(url: string): Promise<Profiler> {
    const profiler = await Profiler.#attach(url);
    await profiler.#call('Profiler.enable');
    await profiler.#call('Profiler.start');
    return profiler;
  }

  /** Ends profiling, and gives the entries with the largest shares. */
  async stop(count: number): Promise<ProfileEntry[]> {
    const { profile } = (await this.#call('Profiler.stop')) as { profile: CpuProfile };
    this.#inspector.close();
    return topEntries(profile, count);
  }

  static async #attach(url: string): Promise<Profiler> {
    const inspector = new WebSocket(url, { maxPayload: 1024 ** 3 });
    await once(inspector, 'open');
    return new Profiler(inspector);
  }

  async #call(method: string): Promise<unknown> {
    this.#calls += 1;
    const id = this.#calls;
    this.#inspector.send(JSON.stringify({ id, method }));
    for (;;) {
      const [data] = await once(this.#inspector, 'message');
      const answer = JSON.parse(String(data)) as { id?: number; result?: unknown };
      if (answer.id === id) return answer.result;
    }
  }
}

function topEntries({ nodes, samples, timeDeltas }: CpuProfile, count: number): ProfileEntry[] {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const micros = new Map<string, number>();
  samples.forEach((id, index) => {
    const name = names.get(id) ?? '';
    micros.set(name, (micros.get(name) ?? 0) + (timeDeltas[index] ?? 0));
  });
  micros.delete('(idle)');
  const total = [...micros.values()].reduce((sum, value) => sum + value, 0);
  return [...micros]
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([where, value]) => ({ where, percent: Number(((value / total) * 100).toFixed(1)) }));
}

function nameOf({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']): string {
  const name = functionName || '(anonymous)';
  return url === '' ? name : `${name} ${basename(url)}:${lineNumber + 1}`;
}
