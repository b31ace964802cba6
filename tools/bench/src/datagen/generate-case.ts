import { CopyDataBuilder } from '@thelook/db';
import type { Catalogue, GeneratedTable } from '@thelook/models';
import { createHistory } from '../../../../apps/datagen/src/backfill/history.js';
import type { Figure } from '../report.js';

const tables: GeneratedTable[] = ['users', 'inventory_items', 'orders', 'order_items', 'events'];
const WARM_UP = 2_000;

/** Rows made and encoded by one thread, with nobody to take them. */
export function generateCase(catalogue: Catalogue, users: number): Figure[] {
  const until = new Date();
  const since = new Date('2019-01-01');
  const history = createHistory({ catalogue, seed: 1, since, until, ghosts: 5, users: WARM_UP + users });
  const builders = tables.map((table) => [table, new CopyDataBuilder(table)] as const);
  const rows = new Map<GeneratedTable, number>();
  let started = performance.now();
  let cpu = process.cpuUsage();
  for (let index = 0; index < WARM_UP + users; index += 1) {
    if (index === WARM_UP) {
      started = performance.now();
      cpu = process.cpuUsage();
      rows.clear();
    }
    const shopper = history.shopper(index);
    for (const [table, builder] of builders) for (const row of shopper[table]) builder.add(row);
    if (index % 1_000 !== 999) continue;
    for (const [table, builder] of builders) rows.set(table, (rows.get(table) ?? 0) + builder.take().rows);
  }
  const seconds = (performance.now() - started) / 1_000;
  const cpuSeconds = process.cpuUsage(cpu).user / 1e6;
  const total = [...rows.values()].reduce((sum, count) => sum + count, 0);
  return [
    { name: 'generate only, one thread', value: total / seconds, unit: 'rows/s', atLeast: 250_000 },
    { name: '  per second of CPU time', value: total / cpuSeconds, unit: 'rows/s' },
    ...[...rows].map(([table, count]) => ({ name: `  ${table}`, value: count / seconds, unit: 'rows/s' })),
  ];
}
