import type { CopyData, CopyMemory } from '@thelook/db';
import { AgendaDataBuilder } from '@thelook/db/internal';
import type { Catalogue, Profile } from '@thelook/models';
import { createHistory, type History } from '../../../../apps/datagen/src/backfill/history.js';
import { ShopperEncoder } from '../../../../apps/datagen/src/shopper-encoder.js';
import type { Figure } from '../report.js';

const ROUNDS = 4;
/** What is made before its memory is used again. */
const CHUNK = 200;

/**
 * Rows of a history, made and encoded by one thread, with nobody to take them: the best of some rounds, of which the first
 * pays for the compiler.
 *
 * @param users of a round
 */
export function generateCase(catalogue: Catalogue, profile: Profile, users: number): Figure[] {
  const history = createHistory({
    catalogue,
    description: { profile, seed: '1', flags: { history: true }, figures: {}, catalogue: '' },
    span: { since: Date.UTC(2019, 0, 1), until: Date.now(), users: ROUNDS * users },
  });
  const encoder = new ShopperEncoder();
  const agenda = new AgendaDataBuilder();
  const rounds = Array.from({ length: ROUNDS }, (_, round) =>
    makeLives(history, { from: round * users, to: (round + 1) * users }, encoder, agenda),
  );
  const best = rounds.reduce((one, other) => (other.rate > one.rate ? other : one));
  return [
    {
      name: `generate only, one thread, ${profile}`,
      value: best.rate,
      unit: 'rows/s',
      atLeast: 400_000,
    },
    { name: '  per second of CPU time', value: best.cpuRate, unit: 'rows/s' },
    ...[...best.rows].map(([table, count]) => ({ name: `  ${table}`, value: count / users, unit: 'a user' })),
  ];
}

interface Round {
  /** Rows a second. */
  rate: number;
  /** Rows a second of CPU time. */
  cpuRate: number;
  rows: ReadonlyMap<string, number>;
}

function makeLives(
  history: History,
  { from, to }: { from: number; to: number },
  encoder: ShopperEncoder,
  agenda: AgendaDataBuilder,
): Round {
  const rows = new Map<string, number>();
  let spare: CopyMemory[] = [];
  const started = performance.now();
  const cpu = process.cpuUsage();
  for (let index = from; index < to; index += 1) {
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
  const { user, system } = process.cpuUsage(cpu);
  const total = [...rows.values()].reduce((sum, count) => sum + count, 0);
  return { rate: total / seconds, cpuRate: total / ((user + system) / 1e6), rows };
}
