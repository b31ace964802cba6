import { sql, type Kysely } from 'kysely';
import { bookkeepingTable } from '../bookkeeping/bookkeeping-tables.js';
import type { Database } from '../database.js';
import { tableReference } from '../table-reference.js';
import { firstIdAt, idTime } from './id-time.js';

/** Visits that began from one moment on and before another, in milliseconds since 1970. */
export interface VisitSpan {
  from: number;
  until: number;
}

/** Rows that were deleted, by table. */
export interface RetiredVisits {
  orders: number;
  order_items: number;
  inventory_items: number;
  events: number;
}

/** The part of a span, from its beginning, that has about `limit` web events: always whole visits. */
export async function firstVisits(
  db: Kysely<Database>,
  { from, until }: VisitSpan,
  limit: number,
): Promise<VisitSpan> {
  const events = sql.raw(tableReference(db, 'events').sql);
  const { rows } = await sql<{ last: number }>`
    select ${idTime('id')} as last from ${events}
    where id >= ${firstIdAt(from)} and id < ${firstIdAt(until)}
    order by id offset ${limit - 1} limit 1`.execute(db);
  return { from, until: rows[0] ? Math.min(rows[0].last + 1, until) : until };
}

/**
 * Deletes what visits of a span have left: orders that were finished before a moment, with items and the pieces sold,
 * and all sessions but those of the orders that stay. One statement, so that all of it is decided by one snapshot:
 * what happens to an order changes its row and the agenda together, so an order of which the agenda knows nothing is
 * finished for good.
 *
 * Everything is found by a range of a primary key, apart from the pieces, each by its own key, and the agenda, by what
 * the ids of its users begin with. Those it is asked about as a list, so that it need not be read as a whole.
 *
 * @param finishedBefore milliseconds since 1970
 */
export async function retireVisits(
  db: Kysely<Database>,
  span: VisitSpan,
  finishedBefore: number,
): Promise<RetiredVisits> {
  const [orders, items, pieces, events] = (
    ['orders', 'order_items', 'inventory_items', 'events'] as const
  ).map((table) => sql.raw(tableReference(db, table).sql));
  const agenda = sql.raw(bookkeepingTable(db, 'agenda'));
  const [from, until] = [firstIdAt(span.from), firstIdAt(span.until)];
  const within = (id: string) => sql`${sql.raw(id)} >= ${from}::uuid and ${sql.raw(id)} < ${until}::uuid`;
  const { rows } = await sql<RetiredVisits>`
    with placed as materialized (
      select order_id, user_id, ${idTime('order_id')} as visit, ${idTime('user_id')} as signed_up, updated_at
      from ${orders!} where ${within('order_id')}
    ), sold as materialized (
      select order_id, max(updated_at) as updated_at from ${items!} where ${within('id')} group by order_id
    ), planned as materialized (
      select (state->>'user')::bigint as signed_up, (ahead->>'t')::bigint as visit
      from ${agenda}, jsonb_array_elements(state->'orders') as ahead
      where (state->>'user')::bigint = any (array(select signed_up from placed))
    ), held as materialized (
      select order_id, user_id, visit from placed left join sold using (order_id)
      where greatest(placed.updated_at, sold.updated_at) >= to_timestamp(${finishedBefore / 1_000}::float8)
        or (signed_up, visit) in (select signed_up, visit from planned)
    ), kept as materialized (
      select session_id from ${events!} where exists (select from held) and ${within('id')}
        and user_id in (select user_id from held) and (user_id, ${idTime('id')}) in (select user_id, visit from held)
    ), no_events as (
      delete from ${events!} where ${within('id')} and session_id not in (select session_id from kept) returning id
    ), no_items as (
      delete from ${items!} where ${within('id')} and order_id not in (select order_id from held)
      returning inventory_item_id
    ), no_orders as (
      delete from ${orders!} where ${within('order_id')} and order_id not in (select order_id from held)
      returning order_id
    ), no_pieces as (
      delete from ${pieces!} where id = any (array(select inventory_item_id from no_items)) and sold_at is not null
      returning id
    )
    select (select count(*) from no_orders) as orders, (select count(*) from no_items) as order_items,
      (select count(*) from no_pieces) as inventory_items, (select count(*) from no_events) as events`.execute(
    db,
  );
  return rows[0]!;
}
