import type { Database } from '@thelook/db';
import { sql, type Kysely } from 'kysely';

/** Messages of theLook's own that tell nothing of the shop: where a window stands, and the two below. */
const own = new Set(['thelook.window', 'thelook.caught-up', 'thelook.heartbeat']);

/** Whether a message is for theLook itself, and no change of the shop. */
export function isOurs(prefix: string): boolean {
  return own.has(prefix);
}

/**
 * Puts a message into the log behind everything that has been committed: whoever reads it has caught up with this
 * moment.
 */
export async function markNow(db: Kysely<Database>, content: string): Promise<void> {
  await sql`select pg_logical_emit_message(true, 'thelook.caught-up', ${content})`.execute(db);
}

/** Lets the log grow by a little, so that slots of a database in which nothing happens move on. */
export async function beat(db: Kysely<Database>): Promise<void> {
  await sql`select pg_logical_emit_message(false, 'thelook.heartbeat', '')`.execute(db);
}
