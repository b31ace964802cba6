import type { Figure } from '../report.js';
import type { ApiProcess } from './api-process.js';
import { percentile } from './percentile.js';
import { Profiler } from './profiler.js';
import type { CaseOptions } from './records-case.js';
import { pause, Stage } from './stage.js';
import { transactionCount, withoutAutovacuum } from './transaction-count.js';

const CLIENTS = 10_000;
/** How long queries are counted, with a refresh a second. */
const COUNTED_SECONDS = 30;

/** Ten thousand clients of the summary: what each costs in memory, and whether they share their queries. */
export function summaryCase({ databases, seconds, onProfile }: CaseOptions): Promise<Figure[]> {
  const options = {
    databases,
    rows: 1_000,
    lookbackMinutes: 5,
    refreshSeconds: 1,
    writeEveryMs: 300,
    clientProcesses: 2,
    inspect: true,
    onProfile,
  };
  return Stage.use(options, async (stage) => {
    const { api, load } = stage;
    const summary = { port: api.port, path: '/ws?feed=summary', protocol: 'thelook.v1', parse: false };
    // A few clients first, so that what one window costs is not counted as the cost of clients.
    await load.connect({ ...summary, clients: 20 });
    await pause(3);
    const before = await memoryInUse(api);
    await load.connect({ ...summary, clients: CLIENTS });
    await pause(3);
    const [cpuBefore = 0] = await api.metric('process_cpu_seconds_total');
    const report = await load.measure(seconds);
    const [cpuAfter = 0] = await api.metric('process_cpu_seconds_total');
    const [resident = 0] = await api.metric('process_resident_memory_bytes');
    const queries = await withoutAutovacuum(stage.url, () => queriesPerRefresh(stage));
    const after = await memoryInUse(api);
    return [
      {
        name: '10,000 clients, summary: p99 gap',
        value: percentile(report.gaps, 0.99) / 1_000,
        unit: 's',
        atMost: 1.25,
      },
      { name: '  frames sent per client', value: report.frames / report.clients, unit: '' },
      { name: '  frame', value: report.bytes / report.frames / 1_024, unit: 'kB' },
      // All that the process has, shared out among the clients: no client can cost more than that.
      { name: '  whole server / clients', value: resident / CLIENTS / 1_024, unit: 'kB', atMost: 30 },
      { name: '  heap and buffers a client', value: (after - before) / CLIENTS / 1_024, unit: 'kB' },
      { name: '  queries a refresh', value: queries, unit: '', atMost: 1.2 },
      { name: '  processor of the server', value: ((cpuAfter - cpuBefore) / seconds) * 100, unit: '%' },
      { name: '  connections lost', value: report.lost, unit: '', atMost: 0 },
    ];
  });
}

/**
 * By PostgreSQL's count of transactions, while nobody else is at work. It may be off by one at either end; over so many
 * refreshes that does not show.
 */
async function queriesPerRefresh(stage: Stage): Promise<number> {
  await stage.stopWriter();
  const refreshes = async () => (await stage.api.metric('thelook_refresh_duration_seconds_count'))[0] ?? 0;
  const transactionsBefore = await transactionCount(stage.url);
  const before = await refreshes();
  await pause(COUNTED_SECONDS);
  const transactions = (await transactionCount(stage.url)) - transactionsBefore;
  return transactions / ((await refreshes()) - before);
}

/** Bytes of the heap and of what lies outside of it, without garbage. */
async function memoryInUse(api: ApiProcess): Promise<number> {
  await Profiler.collectGarbage(await api.inspector());
  const [heap = 0, external = 0] = await api.metric(
    'nodejs_heap_size_used_bytes',
    'nodejs_external_memory_bytes',
  );
  return heap + external;
}
