import type { HistoryFlags } from './history-flags.js';

/** Rows that follow from a user: itself, its orders, their items, the stock and the events of those. */
const rowsPerUser = 1 + 1.35 + 1.9575 + 5.28525 + 8.1675;

/** Events of a ghost session: sessions of 3, 3, 1 and 2, each as likely as the others. */
const rowsPerGhost = 2.25;

/** Bytes on disk, tables and primary keys, per user and per ghost session: 6,025 were measured for a user with five. */
const bytesPerUser = 3_600;
const bytesPerGhost = 485;

/** How many rows `users` users are, on average. */
export function expectedRows(users: number, ghosts: number): number {
  return Math.round(users * (rowsPerUser + ghosts * rowsPerGhost));
}

/** How many bytes `users` users fill on disk, tables and primary keys. */
export function expectedBytes(users: number, ghosts: number): number {
  return users * (bytesPerUser + ghosts * bytesPerGhost);
}

/**
 * The number of users that `--users`, `--rows` or `--size` asks for; undefined when none was given.
 *
 * @example
 * usersAskedFor({ rows: 2_902, ghosts: 5 }); // 100
 */
export function usersAskedFor({
  users,
  rows,
  size,
  ghosts,
}: Pick<HistoryFlags, 'users' | 'rows' | 'size' | 'ghosts'>): number | undefined {
  if (rows !== undefined) return Math.max(1, Math.round(rows / (rowsPerUser + ghosts * rowsPerGhost)));
  if (size !== undefined) return Math.max(1, Math.round(size / (bytesPerUser + ghosts * bytesPerGhost)));
  return users;
}
