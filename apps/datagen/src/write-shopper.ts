import { copyTables, type Database } from '@thelook/db';
import type { GeneratedTable, Shopper } from '@thelook/models';
import type { Kysely } from 'kysely';
import { ShopperEncoder } from './shopper-encoder.js';

const encoder = new ShopperEncoder();

/** Rows of a shopper, by table. */
export type RowCounts = Record<GeneratedTable, number>;

/**
 * Writes a shopper to all five tables in one transaction and one round trip: all of it is there, or nothing.
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
    encoder.add(shopper);
    await copyTables(db, encoder.take());
  }
  return countRows(shopper);
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
