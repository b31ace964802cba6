import type { Database } from '@thelook/db';
import { sql, type Kysely } from 'kysely';
import { readFullWindow, type FullWindow } from '../window/full-window.js';

/** Order items of one response; each takes about half a kilobyte. */
const MAX_ITEMS = 50_000;

/** A function that reads the window from the database, for `createRestRoutes`. */
export function createWindowReader(
  db: Kysely<Database>,
  maxItems = MAX_ITEMS,
): (lookbackMinutes: number) => Promise<FullWindow> {
  const clock = sql<Date>`now()`;
  return (lookbackMinutes) => readFullWindow(db, lookbackMinutes, maxItems, clock);
}
