import { WebSocket } from 'ws';
import type { Figure } from '../report.js';
import type { BenchDatabases } from './bench-database.js';
import type { FloorCommands } from './floor-server.js';
import { Load } from './load.js';
import { percentile } from './percentile.js';
import { pause, Stage } from './stage.js';
import { WorkerProcess } from './worker-process.js';

const CLIENTS = 1_000;
const ROWS = 1_000;
const LOOKBACK_MINUTES = 5;
const PROCESSES = 2;

export interface CaseOptions {
  databases: BenchDatabases;
  /** How long is measured. */
  seconds: number;
  profileFolder: string | undefined;
}

/** A thousand clients of the records feed, and then the same bytes from nothing but a loop over ws. */
export async function recordsCase({ databases, seconds, profileFolder }: CaseOptions): Promise<Figure[]> {
  const ours = await Stage.use(
    {
      databases,
      rows: ROWS,
      lookbackMinutes: LOOKBACK_MINUTES,
      refreshSeconds: 1,
      // As many new items as fall out of the window.
      writeEveryMs: (LOOKBACK_MINUTES * 60_000) / ROWS,
      clientProcesses: PROCESSES,
      profileFolder,
    },
    async ({ api, load }) => {
      const text = await firstFrame(api.port);
      await load.connect({
        port: api.port,
        path: '/ws',
        protocol: undefined,
        clients: CLIENTS,
        parse: false,
      });
      await pause(2);
      const [cpuBefore = 0] = await api.metric('process_cpu_seconds_total');
      const report = await load.measure(seconds);
      const [cpuAfter = 0] = await api.metric('process_cpu_seconds_total');
      return { text, report, cpu: cpuAfter - cpuBefore };
    },
  );
  const floor = await measureFloor(ours.text, seconds);
  return [
    {
      name: '1,000 clients, records: p99 gap',
      value: percentile(ours.report.gaps, 0.99) / 1_000,
      unit: 's',
      atMost: 1.25,
    },
    { name: '  frames sent per client', value: ours.report.frames / CLIENTS, unit: '' },
    { name: '  frame', value: ours.report.bytes / ours.report.frames / 1_024, unit: 'kB' },
    { name: '  floor: p99 gap', value: percentile(floor.report.gaps, 0.99) / 1_000, unit: 's' },
    { name: '  clients per CPU second', value: ours.report.frames / ours.cpu, unit: '' },
    { name: '  floor: clients per CPU second', value: floor.report.frames / floor.cpu, unit: '' },
    {
      name: '  share of the floor',
      value: ours.report.frames / ours.cpu / (floor.report.frames / floor.cpu),
      unit: '',
      atLeast: 0.8,
    },
  ];
}

async function measureFloor(text: string, seconds: number) {
  const server = new WorkerProcess<FloorCommands>('./floor-server.ts');
  const load = new Load(PROCESSES);
  try {
    const port = await server.call('start', { text, intervalMs: 1_000 });
    await load.connect({ port, path: '/', protocol: undefined, clients: CLIENTS, parse: false });
    await pause(2);
    const before = await server.call('cpu', undefined);
    const report = await load.measure(seconds);
    return { report, cpu: (await server.call('cpu', undefined)) - before };
  } finally {
    await load.stop();
    await server.stop();
  }
}

/** The text of a frame of the window. */
async function firstFrame(port: number): Promise<string> {
  const client = new WebSocket(`ws://127.0.0.1:${port}/ws`);
  try {
    return await new Promise((resolve, reject) => {
      client.once('message', (data) => resolve(String(data)));
      client.once('error', reject);
    });
  } finally {
    client.close();
  }
}
