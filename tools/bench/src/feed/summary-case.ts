import type { Figure } from '../report.js';
import { percentile } from './percentile.js';
import type { CaseOptions } from './records-case.js';
import { pause, Stage } from './stage.js';

const CLIENTS = 10_000;

/** Ten thousand clients of the summary: what each costs in memory, and whether they share their queries. */
export function summaryCase({ databases, seconds, onProfile }: CaseOptions): Promise<Figure[]> {
  const options = {
    databases,
    rows: 1_000,
    lookbackMinutes: 5,
    refreshSeconds: 1,
    writeEveryMs: 300,
    clientProcesses: 2,
    onProfile,
  };
  return Stage.use(options, async ({ api, load }) => {
    const summary = { port: api.port, path: '/ws?feed=summary', protocol: 'thelook.v1', parse: false };
    // A few clients first, so that what one window costs is not counted as the cost of clients.
    await load.connect({ ...summary, clients: 20 });
    await pause(3);
    const memory = 'process_resident_memory_bytes';
    const [before = 0] = await api.metric(memory);
    await load.connect({ ...summary, clients: CLIENTS });
    await pause(3);
    const queries = ['thelook_query_duration_seconds_count', 'process_cpu_seconds_total'];
    const [queriesBefore = 0, cpuBefore = 0] = await api.metric(...queries);
    const report = await load.measure(seconds);
    const [queriesAfter = 0, cpuAfter = 0] = await api.metric(...queries);
    const [after = 0] = await api.metric(memory);
    return [
      {
        name: '10,000 clients, summary: p99 gap',
        value: percentile(report.gaps, 0.99) / 1_000,
        unit: 's',
        atMost: 1.25,
      },
      { name: '  frames sent per client', value: report.frames / report.clients, unit: '' },
      { name: '  frame', value: report.bytes / report.frames / 1_024, unit: 'kB' },
      { name: '  memory a client', value: (after - before) / CLIENTS / 1_024, unit: 'kB', atMost: 30 },
      { name: '  memory of the whole server', value: after / 1_048_576, unit: 'MB' },
      // The measurement begins and ends between two refreshes.
      {
        name: '  queries a refresh',
        value: (queriesAfter - queriesBefore) / Math.round(report.frames / report.clients),
        unit: '',
        atMost: 1.2,
      },
      { name: '  processor of the server', value: ((cpuAfter - cpuBefore) / seconds) * 100, unit: '%' },
      { name: '  connections lost', value: report.lost, unit: '', atMost: 0 },
    ];
  });
}
