import { sql, type Kysely } from 'kysely';
import { DatabaseError, escapeIdentifier } from 'pg';
import type { Database } from './database.js';

const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * Makes the shop's schema the first one that a session of this database looks in, so that `psql` shows the tables
 * without a word. A search path that the database has already stays: somebody has chosen it, or it is that of another
 * shop in the same database, which came first. Sessions that are open keep theirs.
 *
 * @returns a warning when the role may not do that.
 */
export async function setSearchPath(db: Kysely<Database>, schema: string): Promise<string[]> {
  const { rows } = await sql<{ database: string; chosen: boolean }>`
    select current_database() as database, exists (
      select from pg_db_role_setting, unnest(setconfig) as setting
      where setrole = 0 and setting like 'search_path=%'
        and setdatabase = (select oid from pg_database where datname = current_database())
    ) as chosen`.execute(db);
  const [found] = rows;
  if (!found || found.chosen) return [];
  const statement = `alter database ${escapeIdentifier(found.database)} set search_path to ${escapeIdentifier(schema)}, public`;
  try {
    await sql.raw(statement).execute(db);
    return [];
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== INSUFFICIENT_PRIVILEGE) throw error;
    return [
      `The role may not set the database's search path (${error.message}): psql shows the tables only by their ` +
        `full names. Somebody who may can run: ${statement};`,
    ];
  }
}
