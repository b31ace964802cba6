import type { Figure } from '../report.js';
import type { FloorCommands } from './floor-server.js';
import { Load } from './load.js';
import { percentile } from './percentile.js';
import type { CaseOptions } from './records-case.js';
import { Stage } from './stage.js';
import { WorkerProcess } from './worker-process.js';

const CLIENTS = 3_000;
/** How often the two take turns. */
const ROUNDS = 3;
/** The floor has nothing to send. */
const NEVER_MS = 1_000_000_000;

/** Clients that are let in a second, by us with a first summary for each and by a bare server of ws with nothing. */
export function connectCase({ databases, onProfile }: CaseOptions): Promise<Figure[]> {
  const options = {
    databases,
    rows: 1_000,
    lookbackMinutes: 5,
    refreshSeconds: 5,
    writeEveryMs: 300,
    clientProcesses: 1,
    onProfile,
  };
  return Stage.use(options, async ({ api, load }) => {
    const floor = new WorkerProcess<FloorCommands>('./floor-server.ts');
    const summary = { port: api.port, path: '/ws?feed=summary', protocol: 'thelook.v1' };
    try {
      // Somebody who is there all the time, so that there is a state to send.
      await load.connect({ ...summary, clients: 1, parse: false });
      const port = await floor.call('start', { text: '', intervalMs: NEVER_MS });
      const turns: { ours: number; bare: number }[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const bare = await connectsPerSecond({ port, path: '/', protocol: undefined });
        turns.push({ ours: await connectsPerSecond(summary), bare });
      }
      const median = (of: (turn: { ours: number; bare: number }) => number) => percentile(turns.map(of), 0.5);
      return [
        {
          name: 'clients let in a second, with a first summary',
          value: median(({ ours }) => ours),
          unit: '',
        },
        { name: '  floor: by ws alone', value: median(({ bare }) => bare), unit: '' },
        {
          name: '  share of the floor, median of 3',
          value: median(({ ours, bare }) => ours / bare),
          unit: '',
          atLeast: 0.7,
        },
      ];
    } finally {
      await floor.stop();
    }
  });
}

async function connectsPerSecond(target: {
  port: number;
  path: string;
  protocol: string | undefined;
}): Promise<number> {
  const load = new Load(1);
  try {
    // The process has to be there before it is measured.
    await load.connect({ ...target, clients: 50, parse: false });
    const began = performance.now();
    await load.connect({ ...target, clients: CLIENTS, parse: false });
    return CLIENTS / ((performance.now() - began) / 1_000);
  } finally {
    await load.stop();
  }
}
