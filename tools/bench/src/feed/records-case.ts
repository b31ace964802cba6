import { WebSocket } from 'ws';
import type { Figure } from '../report.js';
import type { BenchDatabases } from './bench-database.js';
import type { FloorCommands } from './floor-server.js';
import type { LoadReport } from './load-clients.js';
import { Load } from './load.js';
import { percentile } from './percentile.js';
import type { ProfileEntry } from './profiler.js';
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
  /** For cases that can do with fewer. */
  clients: number;
  /** Gets where the server's time goes, when that is asked for. */
  onProfile?: ((entries: ProfileEntry[]) => void) | undefined;
}

/** How often the two take turns. */
const ROUNDS = 7;

/**
 * A thousand clients of the records feed; and the same bytes from nothing but a loop over ws. They take turns, since
 * other work on the machine comes and goes.
 */
export async function recordsCase({ databases, seconds, onProfile }: CaseOptions): Promise<Figure[]> {
  const options = {
    databases,
    rows: ROWS,
    lookbackMinutes: LOOKBACK_MINUTES,
    refreshSeconds: 1,
    // As many new items as fall out of the window.
    writeEveryMs: (LOOKBACK_MINUTES * 60_000) / ROWS,
    clientProcesses: PROCESSES,
    onProfile,
  };
  return Stage.use(options, async ({ api, load }) => {
    const cpuOfApi = async () => (await api.metric('process_cpu_seconds_total'))[0] ?? 0;
    const floor = new WorkerProcess<FloorCommands>('./floor-server.ts');
    try {
      const text = await firstFrame(api.port);
      const floorPort = await floor.call('start', { text, intervalMs: 1_000 });
      const turns: { ours: Turn; bare: Turn }[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const share = Math.max(1, Math.round(seconds / 4));
        const bare = await measureTurn(floorPort, '/', share, () => floor.call('cpu', undefined));
        turns.push({ ours: await measureTurn(api.port, '/ws', share, cpuOfApi), bare });
      }
      // A profile is of a server with clients.
      if (onProfile) await load.connect(clientsOf(api.port, '/ws'));
      return figuresOf(turns);
    } finally {
      await floor.stop();
    }
  });
}

/** One turn of a server. */
interface Turn {
  report: LoadReport;
  /** Clients that got a frame for each second of the processor. */
  perSecond: number;
}

const clientsOf = (port: number, path: string) => ({
  ...{ port, path, protocol: undefined, clients: CLIENTS, parse: false },
});

async function measureTurn(
  port: number,
  path: string,
  seconds: number,
  readCpu: () => Promise<number>,
): Promise<Turn> {
  const load = new Load(PROCESSES);
  try {
    await load.connect(clientsOf(port, path));
    await pause(1);
    await load.untilQuiet();
    const before = await readCpu();
    const report = await load.measure(seconds);
    return { report, perSecond: report.frames / ((await readCpu()) - before) };
  } finally {
    await load.stop();
  }
}

function figuresOf(turns: readonly { ours: Turn; bare: Turn }[]): Figure[] {
  const gaps = (of: 'ours' | 'bare') => turns.flatMap((turn) => [...turn[of].report.gaps]);
  const median = (of: (turn: { ours: Turn; bare: Turn }) => number) => percentile(turns.map(of), 0.5);
  const sum = (of: (report: LoadReport) => number) =>
    turns.reduce((total, { ours }) => total + of(ours.report), 0);
  const frames = sum((report) => report.frames);
  return [
    {
      name: '1,000 clients, records: p99 gap',
      value: percentile(gaps('ours'), 0.99) / 1_000,
      unit: 's',
      atMost: 1.25,
    },
    { name: '  floor: p99 gap', value: percentile(gaps('bare'), 0.99) / 1_000, unit: 's' },
    { name: '  frames sent per client', value: frames / CLIENTS, unit: '' },
    { name: '  frame', value: sum(({ bytes }) => bytes) / frames / 1_024, unit: 'kB' },
    { name: '  clients per CPU second', value: median(({ ours }) => ours.perSecond), unit: '' },
    { name: '  floor: clients per CPU second', value: median(({ bare }) => bare.perSecond), unit: '' },
    {
      name: '  share of the floor, median of 7',
      value: median(({ ours, bare }) => ours.perSecond / bare.perSecond),
      unit: '',
      atLeast: 0.8,
    },
  ];
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
