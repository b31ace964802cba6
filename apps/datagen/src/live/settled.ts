import { type Database } from '@thelook/db';
import { bookkeepingTable } from '@thelook/db/internal';
import { sql, type Kysely } from 'kysely';

/** Whether no order has anything ahead, and nobody is at the checkout. */
export async function isSettled(db: Kysely<Database>): Promise<boolean> {
  const agenda = sql.raw(bookkeepingTable(db, 'agenda'));
  const { rows } = await sql<{ open: boolean }>`
    select exists (
      select from ${agenda}
      where kind = 'shopper' and (state->'orders' <> '[]'::jsonb or state->'visit'->'checkout' is not null)
    ) as open`.execute(db);
  return rows[0]?.open === false;
}
