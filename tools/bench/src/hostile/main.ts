import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ApiProcess } from '../feed/api-process.js';
import { BenchDatabases } from '../feed/bench-database.js';
import type { LoadReport } from '../feed/load-clients.js';
import { Load } from '../feed/load.js';
import { percentile } from '../feed/percentile.js';
import { WorkerProcess } from '../feed/worker-process.js';
import { printReport, type Figure } from '../report.js';
import { attackNames, type AttackCommands, type AttackName } from './attack-names.js';
import { admitNewcomers, honestFeeds } from './newcomers.js';

const MEGABYTE = 1_048_576;
const PAGE = 4_096;
/** So long that all items stay in the window. */
const LOOKBACK_MINUTES = 60;
/** Honest clients of each feed, from the start. */
const HONEST = 3;
const SAMPLE_MS = 500;
/** How long the server may take to answer, and to stop, when it is over. */
const PATIENCE_MS = 20_000;
/** Between two honest newcomers of each feed. */
const NEWCOMER_MS = 1_000;

const help = `npm run bench -- hostile [flags]

  --seconds <n>   how long each attack is watched (15)
  --rows <n>      items in the window (100000)
  --count <n>     attackers of each kind (200)
  --refresh <n>   seconds between two frames (2)
  --attack <name> only this one, may be repeated: ${attackNames.join(', ')}

For each attack a server of its own, in a process of its own, with honest clients of each feed before and during it.`;

interface Setting {
  url: string;
  seconds: number;
  count: number;
  refreshSeconds: number;
}

/** Measures what attackers cost the server and those beside them. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '15' },
      rows: { type: 'string', default: '100000' },
      count: { type: 'string', default: '200' },
      refresh: { type: 'string', default: '2' },
      attack: { type: 'string', multiple: true, default: [...attackNames] },
      help: { type: 'boolean', default: false },
    },
  });
  const chosen = attackNames.filter((name) => values.attack.includes(name));
  const numbers = [values.seconds, values.rows, values.count, values.refresh].map(Number);
  if (values.help || chosen.length < values.attack.length || !numbers.every((number) => number > 0)) {
    console.log(help);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const [seconds = 0, rows = 0, count = 0, refreshSeconds = 0] = numbers;
  const databases = await BenchDatabases.start();
  const figures: Figure[] = [];
  try {
    const { url } = await databases.create(rows, LOOKBACK_MINUTES / 4);
    for (const name of chosen) {
      console.log(`measuring: ${name}`);
      figures.push(...(await measure(name, { url, seconds, count, refreshSeconds })));
    }
  } finally {
    await databases.stop();
  }
  const machine = { cores: cpus().length, node: process.version };
  printReport('hostile', figures, { seconds, rows, count, refreshSeconds, machine });
}

async function measure(name: AttackName, setting: Setting): Promise<Figure[]> {
  const { url, seconds, count, refreshSeconds } = setting;
  const api = await ApiProcess.start({
    url,
    refreshSeconds,
    lookbackMinutes: LOOKBACK_MINUTES,
    inspect: false,
  });
  const honest = new Load(1);
  const attackers = new WorkerProcess<AttackCommands>('../hostile/attackers.ts');
  try {
    for (const { path, protocol } of honestFeeds) {
      await honest.connect({ port: api.port, path, protocol, clients: HONEST, parse: false });
    }
    await honest.untilQuiet();
    await pause(1_000 * refreshSeconds);
    const [before, alone] = await Promise.all([highest(api, seconds), honest.measure(seconds)]);
    // Everybody has had a frame before it begins, so that the first wait counts, too.
    const calm = 2 * refreshSeconds;
    const watching = honest.measure(calm + seconds);
    await pause(1_000 * calm);
    await attackers.call('attack', { name, port: api.port, count });
    const [during, beside, newcomers] = await Promise.all([
      highest(api, seconds),
      watching,
      welcome(api.port, seconds),
    ]);
    const { admitted, refused } = await attackers.call('counts', undefined);
    await attackers.stop();
    const isWell = await answersAndStops(api);
    const late = (report: LoadReport, share: number) => lateness(report, refreshSeconds * 1_000, share);
    return [
      { name: `${count} x ${name}: memory of the server before`, value: before.rss / MEGABYTE, unit: 'MB' },
      { name: '  at most while they are there', value: during.rss / MEGABYTE, unit: 'MB' },
      { name: '  growth', value: (during.rss - before.rss) / MEGABYTE, unit: 'MB', atMost: 256 },
      {
        name: '  growth of the kernel’s memory',
        value: (during.kernel - before.kernel) / MEGABYTE,
        unit: 'MB',
      },
      { name: '  lateness p50', value: late(beside, 0.5), unit: 'ms' },
      { name: '  lateness p99', value: late(beside, 0.99), unit: 'ms', atMost: 250 },
      { name: '  lateness p99 without them', value: late(alone, 0.99), unit: 'ms' },
      { name: '  honest clients lost', value: beside.lost, unit: '', atMost: 0 },
      {
        name: '  honest newcomers turned away',
        value: newcomers.came - newcomers.admitted,
        unit: '',
        atMost: 0,
      },
      { name: '  server crashed or hung', value: isWell ? 0 : 1, unit: '', atMost: 0 },
      {
        name: '  attackers let in',
        value: admitted,
        unit: '',
        // Else nothing was tried; those who never ask to the end are neither let in nor turned away.
        ...(name !== 'slowloris' && { atLeast: 1 }),
      },
      { name: '  attackers turned away', value: refused, unit: '' },
    ];
  } finally {
    await Promise.all([honest.stop(), attackers.stop()]);
    await api.stop();
  }
}

/** Whether the server still answers, and stops when it is told to. */
async function answersAndStops(api: ApiProcess): Promise<boolean> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const answer = await fetch(`http://127.0.0.1:${api.port}/healthz`, { signal }).catch(() => undefined);
  const code = await Promise.race([api.stop(), pause(PATIENCE_MS, 'none in time')]);
  const isWell = answer?.status === 200 && code === 0;
  if (!isWell) console.log(`  /healthz answered ${String(answer?.status)}, exit code ${String(code)}`);
  return isWell;
}

/**
 * How much later than a refresh the next frame comes, in ms. Several of one refresh count as one, and one that has not
 * come by the end as if it came then.
 */
function lateness({ gaps, silences }: LoadReport, refreshMs: number, share: number): number {
  const refreshes = gaps.filter((gap) => gap >= refreshMs / 2);
  const overdue = silences.filter((silence) => silence > refreshMs);
  return percentile([...refreshes, ...overdue], share) - refreshMs;
}

/** The most memory of the server, and of the kernel for all connections, within so many seconds. */
async function highest(api: ApiProcess, seconds: number): Promise<{ rss: number; kernel: number }> {
  const most = { rss: 0, kernel: 0 };
  for (const end = performance.now() + seconds * 1_000; performance.now() < end; await pause(SAMPLE_MS)) {
    const [rss = 0] = await api.metric('process_resident_memory_bytes');
    most.rss = Math.max(most.rss, rss);
    most.kernel = Math.max(most.kernel, await kernelBytes());
  }
  return most;
}

async function kernelBytes(): Promise<number> {
  const text = await readFile('/proc/net/sockstat', 'utf8').catch(() => '');
  return Number(/^TCP:.* mem (\d+)/m.exec(text)?.[1] ?? Number.NaN) * PAGE;
}

async function welcome(port: number, seconds: number): Promise<{ came: number; admitted: number }> {
  const total = { came: 0, admitted: 0 };
  for (const end = performance.now() + seconds * 1_000; performance.now() < end; await pause(NEWCOMER_MS)) {
    total.came += honestFeeds.length;
    total.admitted += await admitNewcomers(port);
  }
  return total;
}
