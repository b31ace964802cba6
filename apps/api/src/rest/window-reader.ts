import { windowQuery, type Database } from '@thelook/db';
import type { FeedItem } from '@thelook/feed';
import { sql, type Kysely } from 'kysely';
import { WindowTooLargeError } from '../window/errors.js';

/** The whole window at one moment. */
export interface FullWindow {
  /** The database's clock, in milliseconds since 1970. */
  at: number;
  /** In no order of their own. */
  items: FeedItem[];
}

/** Order items of one response; each takes about half a kilobyte. */
const MAX_ITEMS = 50_000;

/** PostgreSQL's code for a table that does not exist. */
const UNDEFINED_TABLE = '42P01';

interface Moment {
  window_at?: number;
}

type Row = Moment & (FeedItem | { item_id: null });

/**
 * A function that reads a window and the clock that it goes by in one statement, for `createRestRoutes`. Without tables,
 * because the generator has never run, the window is empty. It throws a {@link WindowTooLargeError} when the window
 * holds more than `maxItems`, or the database's error.
 */
export function createWindowReader(
  db: Kysely<Database>,
  maxItems = MAX_ITEMS,
): (lookbackMinutes: number) => Promise<FullWindow> {
  return async (lookbackMinutes) => {
    try {
      return await read(db, lookbackMinutes, maxItems);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === UNDEFINED_TABLE)) throw error;
      const { at } = await db.selectNoFrom(moment.as('at')).executeTakeFirstOrThrow();
      return { at, items: [] };
    }
  };
}

async function read(db: Kysely<Database>, lookbackMinutes: number, maxItems: number): Promise<FullWindow> {
  const items = windowQuery(db, lookbackMinutes)
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
    .selectFrom(db.selectNoFrom(moment.as('window_at')).as('clock'))
    .leftJoin(items, (join) => join.onTrue())
    .selectAll('item')
    .select('clock.window_at')
    .$castTo<Row>()
    .execute();
  const at = rows[0]?.window_at;
  if (at === undefined) throw new Error('the database gave no answer about its clock');
  if (rows.length > maxItems) throw new WindowTooLargeError(lookbackMinutes, `${maxItems} order items`);
  return { at, items: rows.filter(isItem).map(withoutMoment) };
}

const moment = sql<number>`floor(extract(epoch from now()) * 1000)::float8`;

function isItem(row: Row): row is Moment & FeedItem {
  return row.item_id !== null;
}

function withoutMoment(row: Moment & FeedItem): FeedItem {
  delete row.window_at;
  return row;
}
