import { sql, type Kysely } from 'kysely';
import type { Database } from './database.js';

/**
 * Runs `work` in a transaction, or, when there is one already, in a savepoint of it, so that a failure of `work`
 * leaves nothing behind and the caller's transaction usable.
 */
export async function atomically<Result>(
  db: Kysely<Database>,
  work: (transaction: Kysely<Database>) => Promise<Result>,
): Promise<Result> {
  if (!db.isTransaction) return db.transaction().execute(work);
  await sql`savepoint thelook_work`.execute(db);
  try {
    const result = await work(db);
    await sql`release savepoint thelook_work`.execute(db);
    return result;
  } catch (error) {
    const back = 'rollback to savepoint thelook_work; release savepoint thelook_work';
    // If that fails too, the connection or the transaction was lost before, and `error` says how.
    await sql
      .raw(back)
      .execute(db)
      .catch(() => undefined);
    throw error;
  }
}
