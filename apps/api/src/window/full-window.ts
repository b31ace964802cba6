import { windowQuery, type Database } from '@thelook/db';
import type { FeedItem } from '@thelook/feed';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import { WindowTooLargeError } from './errors.js';

/** The whole window at one moment. */
export interface FullWindow {
  /** The database's clock, in milliseconds since 1970. */
  at: number;
  /** In no order of their own. */
  items: FeedItem[];
}

/** PostgreSQL's code for a table that does not exist. */
const UNDEFINED_TABLE = '42P01';

interface Moment {
  window_at?: number;
}

type Row = Moment & (FeedItem | { item_id: null });

/**
 * Reads a window and the clock that it goes by in one statement. Without tables, because the generator has never run, the
 * window is empty.
 *
 * @throws {WindowTooLargeError} when it holds more than `maxItems`.
 * @throws the database's error.
 */
export async function readFullWindow(
  db: Kysely<Database>,
  lookbackMinutes: number,
  maxItems: number,
  clock: RawBuilder<Date>,
): Promise<FullWindow> {
  try {
    return await read(db, lookbackMinutes, maxItems, clock);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === UNDEFINED_TABLE)) throw error;
    const { at } = await db.selectNoFrom(moment(clock).as('at')).executeTakeFirstOrThrow();
    return { at, items: [] };
  }
}

async function read(
  db: Kysely<Database>,
  lookbackMinutes: number,
  maxItems: number,
  clock: RawBuilder<Date>,
): Promise<FullWindow> {
  const items = windowQuery(db, lookbackMinutes, clock)
    .select([
      'products.department',
      'products.id as product_id',
      'products.name as product_name',
      'products.brand as product_brand',
    ])
    .limit(maxItems + 1)
    .as('item');
  // The clock stands beside each item, or alone: that is how an empty window tells its moment.
  const rows = await db
    .selectFrom(db.selectNoFrom(moment(clock).as('window_at')).as('clock'))
    .leftJoin(items, (join) => join.onTrue())
    .selectAll('item')
    .select('clock.window_at')
    .$castTo<Row>()
    .execute();
  const at = rows[0]?.window_at;
  if (at === undefined) throw new Error('the database gave no answer about its clock');
  if (rows.length > maxItems) throw new WindowTooLargeError(lookbackMinutes, maxItems);
  return { at, items: rows.filter(isItem).map(withoutMoment) };
}

function moment(clock: RawBuilder<Date>): RawBuilder<number> {
  return sql<number>`floor(extract(epoch from ${clock}) * 1000)::float8`;
}

function isItem(row: Row): row is Moment & FeedItem {
  return row.item_id !== null;
}

function withoutMoment(row: Moment & FeedItem): FeedItem {
  delete row.window_at;
  return row;
}
