import type { TableName } from '@thelook/db';
import type { Catalogue } from '@thelook/models';
import { createHistory } from '../../../../apps/datagen/src/backfill/history.js';
import { ShopperEncoder } from '../../../../apps/datagen/src/shopper-encoder.js';
import type { Figure } from '../report.js';

const WARM_UP = 2_000;

/** Rows made and encoded by one thread, with nobody to take them. */
export function generateCase(catalogue: Catalogue, users: number): Figure[] {
  const until = new Date();
  const since = new Date('2019-01-01');
  const history = createHistory({ catalogue, seed: 1, since, until, ghosts: 5, users: WARM_UP + users });
  const encoder = new ShopperEncoder();
  const rows = new Map<TableName, number>();
  let spare: ArrayBuffer[] = [];
  let started = performance.now();
  let cpu = process.cpuUsage();
  for (let index = 0; index < WARM_UP + users; index += 1) {
    if (index === WARM_UP) {
      started = performance.now();
      cpu = process.cpuUsage();
      rows.clear();
    }
    encoder.add(history.shopper(index));
    if (index % 1_000 !== 999) continue;
    const copies = encoder.take(spare);
    spare = copies.map(({ data }) => data.buffer);
    for (const copied of copies) rows.set(copied.table, (rows.get(copied.table) ?? 0) + copied.rows);
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
