import { sql, type Kysely, type Migration } from 'kysely';
import { escapeLiteral } from 'pg';
import type { Database } from '../database.js';
import { tableReference, type TableReference } from '../table-reference.js';

/**
 * Makes room for rows that change after they were written: the moments at which they did, space in the pages of the
 * tables that change most, and an index of the pieces in stock. Columns that may be null are added without a rewrite,
 * so this takes as long as the index.
 */
export const rowsThatChange: Migration = {
  async up(db: Kysely<Database>): Promise<void> {
    const table = (name: 'users' | 'orders' | 'order_items' | 'inventory_items') => tableReference(db, name);
    const statements = [
      addColumns(table('users'), 'add column if not exists updated_at timestamptz'),
      ...(['orders', 'order_items'] as const).map((name) =>
        addColumns(
          table(name),
          `add column if not exists cancelled_at timestamptz, add column if not exists updated_at timestamptz,
           set (fillfactor = 80)`,
        ),
      ),
      createShelf(table('inventory_items')),
    ];
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

/** A look comes first, since to alter a table takes its owner, even if there is nothing to alter. */
function addColumns(table: TableReference, actions: string): string {
  return block(`if not exists (
      select from pg_attribute where attrelid = ${escapeLiteral(table.sql)}::regclass and attname = 'updated_at'
    ) then alter table ${table.sql} ${actions}; end if;`);
}

/** A table of somebody else's that has no such columns is left to `checkColumns`. */
function createShelf(table: TableReference): string {
  return block(`if 3 = (
      select count(*) from pg_attribute where attrelid = ${escapeLiteral(table.sql)}::regclass
        and attname in ('product_id', 'id', 'sold_at')
    ) and not exists (
      select from pg_index join pg_class on pg_class.oid = indexrelid
      where indrelid = ${escapeLiteral(table.sql)}::regclass and relname = 'inventory_items_product_id_id_idx'
    ) then
      create index inventory_items_product_id_id_idx on ${table.sql} (product_id, id) where sold_at is null;
    end if;`);
}

function block(statements: string): string {
  return `do ${escapeLiteral(`begin ${statements} end`)}`;
}
