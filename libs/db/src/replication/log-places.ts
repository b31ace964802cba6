import { sql, type Kysely } from 'kysely';
import { bookkeepingTable } from '../bookkeeping/bookkeeping-tables.js';
import type { Database } from '../database.js';
import { parseLsn } from './pgoutput-decoder.js';
import type { Lsn } from './pgoutput-messages.js';

/** A place that the server's log has been at. */
export interface LogPlace {
  lsn: Lsn;
  /** Milliseconds since 1970 by the server's clock. */
  ms: number;
}

/** Between two places that are recorded, in seconds, whoever records them. */
const INTERVAL = 10;
const KEPT = '1 day';

/**
 * Records where the log is now, unless somebody has done so in the last ten seconds; places of more than a day ago go,
 * and those that the log has not reached any more, since the server has been restored.
 */
export async function recordLogPlace(db: Kysely<Database>): Promise<void> {
  const places = sql.raw(bookkeepingTable(db, 'log_places'));
  await sql`
    with here as (
      select clock_timestamp() as at, pg_current_wal_lsn() as lsn
      where not exists (
        select from ${places} where at > clock_timestamp() - make_interval(secs => ${INTERVAL}) and at <= clock_timestamp()
      )
    ), forgotten as (
      delete from ${places} as old using here where old.at < here.at - ${KEPT}::interval or old.lsn > here.lsn
    )
    insert into ${places} (at, lsn) select at, lsn from here on conflict do nothing`.execute(db);
}

/** What has been recorded, the oldest place first; nothing in a database that is no shop. */
export async function readLogPlaces(db: Kysely<Database>): Promise<LogPlace[]> {
  const name = bookkeepingTable(db, 'log_places');
  const { rows: found } = await sql<{ known: boolean }>`
    select to_regclass(${name}) is not null and coalesce(has_table_privilege(to_regclass(${name}), 'select'), false) as known`.execute(
    db,
  );
  if (!found[0]?.known) return [];
  const { rows } = await sql<{ lsn: string; ms: number }>`
    select lsn::text as lsn, extract(epoch from at)::float8 * 1000 as ms
    from ${sql.raw(name)} order by at`.execute(db);
  return rows.map(({ lsn, ms }) => ({ lsn: parseLsn(lsn), ms }));
}

/** Where the log is now; on a standby what has been replayed of it. */
export async function readLogPlace(db: Kysely<Database>): Promise<LogPlace> {
  const { rows } = await sql<{ lsn: string; ms: number }>`
    select case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end::text as lsn,
      extract(epoch from clock_timestamp())::float8 * 1000 as ms`.execute(db);
  return { lsn: parseLsn(rows[0]!.lsn), ms: rows[0]!.ms };
}
