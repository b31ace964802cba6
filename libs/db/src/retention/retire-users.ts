import { sql, type Kysely } from 'kysely';
import { bookkeepingTable } from '../bookkeeping/bookkeeping-tables.js';
import type { Database } from '../database.js';
import { tableReference } from '../table-reference.js';
import { firstIdAt, idTime } from './id-time.js';

/** Users with ids from one on and before another. */
export interface UserSpan {
  from: string;
  until: string;
}

/** The part of a span, from its beginning, that has `limit` users. */
export async function firstUsers(
  db: Kysely<Database>,
  { from, until }: UserSpan,
  limit: number,
): Promise<UserSpan> {
  const users = sql.raw(tableReference(db, 'users').sql);
  const { rows } = await sql<{ next: string }>`
    select id as next from ${users} where id >= ${from} and id < ${until}
    order by id offset ${limit} limit 1`.execute(db);
  return { from, until: rows[0]?.next ?? until };
}

/** Users who signed up from one moment on and before another, in milliseconds since 1970. */
export function usersOf(from: number, until: number): UserSpan {
  return { from: firstIdAt(from), until: firstIdAt(until) };
}

/**
 * Deletes those users who have had nothing ahead since before a moment, and notes who has nothing ahead now.
 *
 * No index leads from a user to orders and events, and none is needed: whoever has nothing ahead comes back no more, so
 * that every row of theirs is older than the note, and once all that old has been retired, nothing refers to them.
 *
 * The note says a moment at which the statement was under way: what it saw was written before. Were it that of an earlier
 * one, a visit that came in between would be younger than the note, and be left behind without its user.
 *
 * @param begunAt a moment after the transaction began, in milliseconds since 1970
 * @param retired the moment up to which everything has been retired that is finished
 * @returns how many were deleted
 */
export async function retireUsers(
  db: Kysely<Database>,
  { from, until }: UserSpan,
  begunAt: number,
  retired: number,
): Promise<number> {
  const users = sql.raw(tableReference(db, 'users').sql);
  const agenda = sql.raw(bookkeepingTable(db, 'agenda'));
  const departed = sql.raw(bookkeepingTable(db, 'departed'));
  const { rows } = await sql<{ deleted: number }>`
    with signed_up as materialized (
      select id, ${idTime('id')} as visit from ${users} where id >= ${from}::uuid and id < ${until}::uuid
    ), planned as materialized (
      select (state->>'user')::bigint as visit from ${agenda}
      where (state->>'user')::bigint = any (array(select visit from signed_up))
    ), over as (
      delete from ${departed}
      where user_id >= ${from}::uuid and user_id < ${until}::uuid and seen_at < to_timestamp(${retired / 1_000}::float8)
      returning user_id
    ), noted as (
      insert into ${departed} (user_id, seen_at)
      select id, to_timestamp(${begunAt / 1_000}::float8) + (clock_timestamp() - transaction_timestamp()) from signed_up
      where visit not in (select visit from planned) and id not in (select user_id from over)
      on conflict do nothing
    ), deleted as (
      delete from ${users} where id = any (array(select user_id from over)) returning id
    )
    select count(*) as deleted from deleted`.execute(db);
  return rows[0]!.deleted;
}
