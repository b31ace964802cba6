import type { Database } from '@thelook/db';
import type { EventRow } from '@thelook/models';
import type { Kysely } from 'kysely';

/** The ids of those of the pages that are not in the database. */
export async function missingPages(db: Kysely<Database>, pages: readonly EventRow[]): Promise<Set<string>> {
  const missing = new Set(pages.map(({ id }) => id));
  const found = await db
    .selectFrom('events')
    .select('id')
    .where('id', 'in', [...missing])
    .execute();
  for (const { id } of found) missing.delete(id);
  return missing;
}
