import { type CopyData } from '@thelook/db';
import { AgendaDataBuilder } from '@thelook/db/internal';
import type { Catalogue, Profile } from '@thelook/models';
import { createHistory } from '../../../../apps/datagen/src/backfill/history.js';
import { ShopperEncoder } from '../../../../apps/datagen/src/shopper-encoder.js';
import type { Figure } from '../report.js';

const WARM_UP = 500;
/** What is made before its memory is used again. */
const CHUNK = 200;

/** Rows of a history, made and encoded by one thread, with nobody to take them. */
export function generateCase(catalogue: Catalogue, profile: Profile, users: number): Figure[] {
  const history = createHistory({
    catalogue,
    description: { profile, seed: '1', flags: { history: true }, figures: {}, catalogue: '' },
    span: { since: Date.UTC(2019, 0, 1), until: Date.now(), users: WARM_UP + users },
  });
  const encoder = new ShopperEncoder();
  const agenda = new AgendaDataBuilder();
  const rows = new Map<string, number>();
  let spare: ArrayBuffer[] = [];
  let started = performance.now();
  let cpu = process.cpuUsage();
  for (let index = 0; index < WARM_UP + users; index += 1) {
    if (index === WARM_UP) {
      started = performance.now();
      cpu = process.cpuUsage();
      rows.clear();
    }
    const life = history.life(index);
    encoder.add(life.rows);
    if (life.next) agenda.add(life.next);
    if (index % CHUNK !== CHUNK - 1) continue;
    const copies: CopyData[] = encoder.take(spare);
    copies.push(agenda.take(spare[copies.length]));
    spare = copies.map(({ data }) => data.buffer);
    for (const copied of copies) rows.set(copied.table, (rows.get(copied.table) ?? 0) + copied.rows);
  }
  const seconds = (performance.now() - started) / 1_000;
  const cpuSeconds = process.cpuUsage(cpu).user / 1e6;
  const total = [...rows.values()].reduce((sum, count) => sum + count, 0);
  return [
    {
      name: `generate only, one thread, ${profile}`,
      value: total / seconds,
      unit: 'rows/s',
      atLeast: 400_000,
    },
    { name: '  per second of CPU time', value: total / cpuSeconds, unit: 'rows/s' },
    ...[...rows].map(([table, count]) => ({ name: `  ${table}`, value: count / seconds, unit: 'rows/s' })),
  ];
}
