import { sql, type Kysely } from 'kysely';
import { bookkeepingOf } from '../bookkeeping/bookkeeping-tables.js';
import type { Database } from '../database.js';

/** Between which moments the visits lie that are over for long enough, in milliseconds since 1970. */
export interface RetentionBounds {
  /** When the shop opened: ids below are those of a history. */
  since: number;
  until: number;
}

/**
 * No visit is under way for longer than this, in shop time. At real time's pace it outlasts a short retention: a visit
 * that began before the bounds' end must be over.
 */
const LONGEST_VISIT = '2 hours';

/**
 * Reads from clock and agenda which visits may be retired. One whose end is due but has not been written yet, because
 * the shop stood still or fell behind, holds the bound back.
 *
 * @param before milliseconds since 1970
 * @returns undefined while the shop has not been open
 */
export async function retentionBounds(
  db: Kysely<Database>,
  before: number,
): Promise<RetentionBounds | undefined> {
  const thelook = sql.raw(bookkeepingOf(db));
  const { rows } = await sql<{ since: number | null; until: number | null }>`
    with reached as (
      select least(
        ${thelook}.shop_time(to_timestamp(${before / 1_000}::float8)),
        (select min((select min(due) from ${thelook}.agenda where agenda.lane = lanes.lane)) from ${thelook}.lanes)
      ) as moment
    )
    select extract(epoch from coalesce(
        (select min(real_from) from ${thelook}.clock where speed > 0),
        (select min(opened_at) from ${thelook}.runs))) * 1000 as since,
      extract(epoch from
        ${thelook}.real_time((select moment from reached) - ${sql.lit(LONGEST_VISIT)}::interval)) * 1000 as until`.execute(
    db,
  );
  const { since = null, until = null } = rows[0] ?? {};
  return since === null || until === null ? undefined : { since, until: Math.min(until, before) };
}
