import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Database } from '../database.js';
import { feedTables } from './feed-tables.js';
import type { SalesChange } from './sales-changes.js';

/** A moment in the stream of changes: everything that was committed before it has gone past. */
export interface StreamMarker {
  /** The slot that it is for: every stream of a database sees every marker. */
  slot: string;
  /** Which of that slot's markers. */
  id: number;
  /** The database's clock, in microseconds since 1970. */
  now: number;
  /** What the tables are now; if not what they were, the stream does not tell everything. See {@link feedTables}. */
  tables: string;
}

export interface EmitMarkerOptions {
  slot: string;
  id: number;
  publication: string;
  /** The database's clock as an SQL expression. */
  clock: RawBuilder<Date>;
}

const PREFIX = 'thelook.window';

/**
 * Puts a marker into the database's log. It arrives in the stream as a message, after the changes of every
 * transaction that was committed before this call; {@link readMarker} recognises it.
 *
 * One statement, and a transaction of its own; no table is touched.
 *
 * @throws the server's error.
 */
export async function emitMarker(db: Kysely<Database>, options: EmitMarkerOptions): Promise<void> {
  const { slot, id, publication, clock } = options;
  const content = sql`json_build_object(
    'slot', ${slot}::text,
    'id', ${id}::integer,
    'now', (extract(epoch from ${clock}) * 1000000)::float8,
    'tables', ${feedTables(db, publication)})::text`;
  // The stream has what is safely stored: with commits that do not wait for that, the marker would be late.
  await sql`
    select set_config('synchronous_commit', 'local', true),
      pg_logical_emit_message(true, ${PREFIX}, ${content})`.execute(db);
}

/** The marker that a message is, if it is one for this slot. */
export function readMarker(change: SalesChange, slot: string): StreamMarker | undefined {
  if (change.kind !== 'message' || change.prefix !== PREFIX) return undefined;
  const marker: StreamMarker = JSON.parse(change.content);
  return marker.slot === slot ? marker : undefined;
}
