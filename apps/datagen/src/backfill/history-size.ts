import type { Catalogue, GeneratedTable, Profile } from '@thelook/models';
import type { HistoryFlags } from '../flags/history-flags.js';
import type { RunDescription } from '../run-description.js';
import { createHistory } from './history.js';

/** Lives that are made to see how large they are. */
const SAMPLE = 400;
const YEAR = 365.25 * 86_400_000;

/** Bytes on disk of a row, its part of the primary key and of the other indexes, as measured. */
const bytesPerRow: Readonly<Record<Profile, Readonly<Record<GeneratedTable, number>>>> = {
  living: { users: 242, inventory_items: 247, orders: 197, order_items: 258, events: 223 },
  classic: { users: 231, inventory_items: 261, orders: 172, order_items: 232, events: 210 },
};

/** How large a life of a history is, on average. */
export interface LifeSize {
  rows: number;
  bytes: number;
}

/**
 * Measures lives of such a history: some of them, all over its time. The years are rounded and the seed is another one,
 * so that the same flags give the same answer tomorrow, when an unfinished history is to be found again.
 */
export function measureLives(
  catalogue: Catalogue,
  description: RunDescription,
  { since, until }: { since: number; until: number },
): LifeSize {
  const end = since + Math.max(1, Math.ceil((until - since) / YEAR)) * YEAR;
  const span = { since, until: end, users: SAMPLE };
  const history = createHistory({ catalogue, description: { ...description, seed: 'sample' }, span });
  const size = { rows: 0, bytes: 0 };
  for (let index = 0; index < SAMPLE; index += 1) {
    for (const [table, rows] of Object.entries(history.life(index).rows)) {
      size.rows += rows.length / SAMPLE;
      size.bytes += (rows.length * bytesPerRow[description.profile][table as GeneratedTable]) / SAMPLE;
    }
  }
  return size;
}

/**
 * The number of users that `--users`, `--rows` or `--size` asks for; undefined when none was given.
 *
 * @param measure tells how large a life is; asked for only when it matters
 * @example
 * usersAskedFor({ rows: 2_902 }, () => ({ rows: 29.02, bytes: 6_000 })); // 100
 */
export function usersAskedFor(
  { users, rows, size }: Pick<HistoryFlags, 'users' | 'rows' | 'size'>,
  measure: () => LifeSize,
): number | undefined {
  if (rows !== undefined) return Math.max(1, Math.round(rows / measure().rows));
  if (size !== undefined) return Math.max(1, Math.round(size / measure().bytes));
  return users;
}
