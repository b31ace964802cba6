import { sql, type Kysely, type Migration } from 'kysely';
import { bookkeepingExists, bookkeepingOf } from '../bookkeeping/bookkeeping-tables.js';
import type { Database } from '../database.js';

/** Creates the records of where the server's log has been when, and of changes of the schema. */
export const logAndSchema: Migration = {
  async up(db: Kysely<Database>): Promise<void> {
    // Asked for nothing, a role needs no right.
    if (await bookkeepingExists(db, '0004-log-and-schema')) return;
    const schema = bookkeepingOf(db);
    for (const statement of [
      `create table if not exists ${schema}.log_places (
        at timestamptz primary key,
        lsn pg_lsn not null
      )`,
      `create table if not exists ${schema}.schema_changes (
        number integer primary key,
        at timestamptz not null default clock_timestamp(),
        table_name text not null,
        kind text not null,
        statement text not null
      )`,
    ]) {
      await sql.raw(statement).execute(db);
    }
  },
};
