import { sql, type Kysely, type Migration } from 'kysely';
import type { Database } from '../database.js';
import { tableReference } from '../table-reference.js';

/**
 * Makes room for rows that change after they were written: the moments at which they did, space in the pages of the
 * tables that change most, and an index of the pieces in stock. Columns that may be null are added without a rewrite,
 * so this takes as long as the index.
 */
export const rowsThatChange: Migration = {
  async up(db: Kysely<Database>): Promise<void> {
    const [users, orders, items, stock] = (
      ['users', 'orders', 'order_items', 'inventory_items'] as const
    ).map((table) => tableReference(db, table).sql);
    const statements = [
      `alter table ${users} add column if not exists updated_at timestamptz`,
      ...[orders, items].map(
        (table) =>
          `alter table ${table} add column if not exists cancelled_at timestamptz,
             add column if not exists updated_at timestamptz, set (fillfactor = 80)`,
      ),
      `create index if not exists inventory_items_product_id_id_idx on ${stock} (product_id, id)
         where sold_at is null`,
    ];
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
