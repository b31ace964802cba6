import { bulkInsert, type Database } from '@thelook/db';
import type { GeneratedTable, Shopper } from '@thelook/models';
import type { Kysely, Transaction } from 'kysely';

/** The order of the tables within a transaction: nothing is written before what it refers to. */
const tables = [
  'users',
  'inventory_items',
  'orders',
  'order_items',
  'events',
] as const satisfies GeneratedTable[];

/** Rows of a shopper, by table. */
export type RowCounts = Record<GeneratedTable, number>;

/**
 * Writes a shopper to all five tables in one transaction: all of it is there, or nothing.
 *
 * Safe to call again after a lost connection, when nobody knows whether the commit arrived: `retry` makes it look
 * first, and a shopper that is there already is not written twice.
 */
export async function writeShopper(
  db: Kysely<Database>,
  shopper: Shopper,
  retry = false,
): Promise<RowCounts> {
  if (!retry || !(await isWritten(db, shopper))) {
    await db.transaction().execute(async (transaction) => {
      for (const table of tables) await insert(transaction, table, shopper);
    });
  }
  return countRows(shopper);
}

async function insert(
  transaction: Transaction<Database>,
  table: GeneratedTable,
  shopper: Shopper,
): Promise<void> {
  const rows = shopper[table];
  if (rows.length > 0) await bulkInsert(transaction, table, rows, { ifExists: 'append' });
}

async function isWritten(db: Kysely<Database>, shopper: Shopper): Promise<boolean> {
  const [user] = shopper.users;
  if (!user) return true;
  const found = await db.selectFrom('users').select('id').where('id', '=', user.id).executeTakeFirst();
  return found !== undefined;
}

function countRows(shopper: Shopper): RowCounts {
  return {
    users: shopper.users.length,
    orders: shopper.orders.length,
    order_items: shopper.order_items.length,
    inventory_items: shopper.inventory_items.length,
    events: shopper.events.length,
  };
}
