import { sql, type Kysely } from 'kysely';
import { atomically } from '../atomically.js';
import { bookkeepingTable } from '../bookkeeping/bookkeeping-tables.js';
import { copyTables } from '../copy-tables.js';
import type { Database } from '../database.js';
import { AgendaDataBuilder, laneOf, LANES, type AgendaEntry } from './agenda-data.js';

export interface TakeOptions {
  lanes: readonly number[];
  /** Entries that are due up to this moment of shop time, included; milliseconds since 1970. */
  until: number;
  /**
   * Entries that are due before this moment are not looked for; -Infinity: all are. What has been done leaves entries in
   * the index that are dead until the next vacuum: whoever knows that there is nothing further back need not pass them.
   */
  after: number;
  /** Entries at most. */
  limit: number;
}

/**
 * The steps that are due in some lanes of the agenda, the oldest first. They stay in the agenda until `commitSteps` moves
 * them on; the cost follows what is due, not what the agenda holds.
 *
 * @example
 * await takeDue(db, { lanes: [0, 1], until: Date.UTC(2026, 0, 1), after: -Infinity, limit: 100 });
 */
export async function takeDue(db: Kysely<Database>, options: TakeOptions): Promise<AgendaEntry[]> {
  const { lanes, limit } = options;
  if (lanes.length === 0) return [];
  // Lives are spread evenly, so that a little more than a lane's part of the entries is nearly always enough of it.
  const part = Math.min(limit, 2 * Math.ceil(limit / lanes.length) + 8);
  const due = await readLanes(db, options, part);
  return part === limit || isComplete(due, limit, part) ? due : readLanes(db, options, limit);
}

/** Whether no lane could have had an entry, after the `part` that were read of it, that comes before another one's. */
function isComplete(due: readonly AgendaEntry[], limit: number, part: number): boolean {
  const counts = new Map<number, number>();
  const last = due.length < limit ? Infinity : due.at(-1)!.due;
  return !due.some((entry) => {
    const lane = laneOf(entry);
    const count = (counts.get(lane) ?? 0) + 1;
    counts.set(lane, count);
    return count === part && entry.due < last;
  });
}

async function readLanes(
  db: Kysely<Database>,
  { lanes, until, after, limit }: TakeOptions,
  part: number,
): Promise<AgendaEntry[]> {
  const agenda = sql.raw(bookkeepingTable(db, 'agenda'));
  const { rows } = await sql<AgendaEntry>`
    select run, kind, life, (extract(epoch from due) * 1000)::float8 as due, state
    from unnest(${[...lanes]}::smallint[]) as wanted (lane)
    cross join lateral (
      select run, kind, life, due, state from ${agenda} as entry
      where entry.lane = wanted.lane and entry.due >= ${moment(after)} and entry.due <= ${moment(until)}
      order by entry.due limit ${part}
    ) as entry
    order by entry.due limit ${limit}`.execute(db);
  return rows;
}

/**
 * When the oldest step of the whole agenda is due, in milliseconds of shop time since 1970; undefined when there is none.
 *
 * @param after as for {@link takeDue}: steps that are due before are not looked for
 * @example
 * await oldestDue(db); // 1767225600000
 */
export async function oldestDue(db: Kysely<Database>, after = -Infinity): Promise<number | undefined> {
  const agenda = sql.raw(bookkeepingTable(db, 'agenda'));
  const { rows } = await sql<{ due: number | null }>`
    select (extract(epoch from min(first.due)) * 1000)::float8 as due
    from generate_series(0, ${LANES - 1}) as every (lane)
    cross join lateral (
      select due from ${agenda} as entry where entry.lane = every.lane and entry.due >= ${moment(after)}
      order by entry.due limit 1
    ) as first`.execute(db);
  return rows[0]?.due ?? undefined;
}

/** After many entries at once: as long as the planner takes the agenda for small, it sorts all of it for each take. */
export async function analyzeAgenda(db: Kysely<Database>): Promise<void> {
  await sql.raw(`analyze ${bookkeepingTable(db, 'agenda')}`).execute(db);
}

/** As PostgreSQL reads it; fractions of a millisecond, which no entry has, are cut off. */
function moment(shop: number) {
  return sql`${Number.isFinite(shop) ? new Date(shop) : '-infinity'}::timestamptz`;
}

/** Entries of which the data is in memory at once. */
const ENTRIES_PER_COPY = 50_000;

/**
 * Puts entries into the agenda with COPY, all of them or, when it throws, none. To commit them together with other
 * rows, hand the data of an {@link AgendaDataBuilder} to `copyTables`.
 *
 * @throws {BadRowError} for an entry that does not fit.
 * @throws {CopyError} for a life that is in it already.
 * @example
 * await insertEntries(db, [{ run: 1, kind: 'product', life: 7, due: Date.UTC(2026, 0, 1), state: {} }]);
 */
export function insertEntries(db: Kysely<Database>, entries: Iterable<AgendaEntry>): Promise<void> {
  return atomically(db, async (transaction) => {
    const builder = new AgendaDataBuilder();
    let waiting = 0;
    for (const entry of entries) {
      builder.add(entry);
      waiting += 1;
      if (waiting < ENTRIES_PER_COPY) continue;
      await copyTables(transaction, [builder.take()]);
      waiting = 0;
    }
    await copyTables(transaction, [builder.take()]);
    await analyzeAgenda(transaction);
  });
}
