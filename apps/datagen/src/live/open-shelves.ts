import { bulkInsert, type Database } from '@thelook/db';
import { bookkeepingTable, insertEntries } from '@thelook/db/internal';
import type { InventoryItemRow, Life, Lives, World } from '@thelook/models';
import { sql, type Kysely } from 'kysely';
import type { ShopTime } from './shop-time.js';

/** What nobody has to wait for at the start: pieces of stock, on average, for each product. */
export interface OpenShelvesOptions {
  lives: Lives;
  time: ShopTime;
  /** The moment, by the database's clock. */
  now: number;
  /** Items that the shop is expected to sell in a day of shop time. */
  itemsPerDay: number;
}

/**
 * Fills the shelves of products that have none yet, and notes when to look at them again; all in one transaction.
 *
 * @returns the number of pieces
 */
export async function openShelves(
  db: Kysely<Database>,
  { lives, time, now, itemsPerDay }: OpenShelvesOptions,
): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    const agenda = sql.raw(bookkeepingTable(db, 'agenda'));
    // Another generator that starts at this moment waits and finds them open.
    await sql`select pg_advisory_xact_lock(hashtext(${`shelves ${bookkeepingTable(db, 'agenda')}`}))`.execute(
      transaction,
    );
    const { rows } = await sql<{ life: number }>`
      select distinct life from ${agenda} where kind = 'product'`.execute(transaction);
    const open = new Set(rows.map(({ life }) => life));
    const world: World = {
      realAt: (moment) => time.realAt(moment),
      idTime: (moment) => time.realAt(moment),
      shelf: { unsold: 0 },
    };
    const pieces: InventoryItemRow[] = [];
    const ahead: Life[] = [];
    for (const life of lives.shelves(time.shopAt(now), itemsPerDay)) {
      if (open.has(life.life)) continue;
      const { transaction: opening, next } = lives.step(life, world);
      for (const change of opening.changes) {
        if (change.op === 'insert' && change.table === 'inventory_items') pieces.push(change.row);
      }
      if (next) ahead.push(next);
    }
    if (ahead.length === 0) return 0;
    await bulkInsert(transaction, 'inventory_items', pieces);
    await insertEntries(transaction, ahead);
    return pieces.length;
  });
}
