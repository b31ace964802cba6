import { generatedTables } from '@thelook/db';
import type { BenchServer } from '../bench-server.js';
import type { Figure } from '../report.js';
import { bareCopySeconds } from './bare-copy.js';
import { onNewDatabase } from './bench-databases.js';
import { runDatagen } from './datagen-process.js';

const tables = generatedTables.map((name) => `ecommerce.${name}`);

/** Backfill and floors take the same tables, one after the other, on a server whose log has its files already. */
export async function backfillCase(server: BenchServer, users: number): Promise<Figure[]> {
  const backfill = (url: string, count: number, ...more: string[]) =>
    runDatagen(url, [
      ...['backfill', '--users', String(count), '--seed', '1', '--if-exists', 'replace'],
      ...more,
    ]);
  const small = await onNewDatabase(server, (url) => backfill(url, users / 10));
  return onNewDatabase(server, async (url) => {
    const first = await backfill(url, users);
    const bare = await bareCopySeconds(url, tables);
    const { seconds, peakMegabytes, lines } = await backfill(url, users);
    const written = rowsOf(lines);
    const floor = written / bare.binary;
    const rate = written / seconds;
    return [
      { name: 'backfill, end to end', value: rate, unit: 'rows/s' },
      { name: '  the first on a new server', value: written / first.seconds, unit: 'rows/s' },
      { name: 'floor: bare COPY of the same bytes', value: floor, unit: 'rows/s' },
      { name: 'backfill to floor', value: rate / floor, unit: '', atLeast: 0.85 },
      { name: '  bare COPY of these rows as text', value: written / bare.text, unit: 'rows/s' },
      { name: '  backfill to that', value: (rate / written) * bare.text, unit: '' },
      { name: 'peak memory', value: peakMegabytes, unit: 'MB', atMost: 400 },
      { name: 'memory at 10x the users', value: peakMegabytes / small.peakMegabytes, unit: 'x', atMost: 1.1 },
    ];
  });
}

function rowsOf(lines: readonly Record<string, unknown>[]): number {
  const summary = lines.find(({ msg }) => msg === 'summary') ?? {};
  return tables.reduce((sum, table) => {
    const counts = summary[table.slice('ecommerce.'.length)];
    return sum + (counts instanceof Object && 'rows' in counts ? Number(counts.rows) : 0);
  }, 0);
}
