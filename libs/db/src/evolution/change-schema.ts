import { sql, type Kysely } from 'kysely';
import { bookkeepingTable } from '../bookkeeping/bookkeeping-tables.js';
import type { Database } from '../database.js';
import { ForeignTableError } from '../errors.js';
import { tableReference } from '../table-reference.js';
import { findReadings, READINGS, readingsTable } from './device-readings.js';
import {
  nextChange,
  type PlannedChange,
  type SchemaChangeKind,
  type TableColumn,
  type TableColumns,
} from './next-change.js';

/** A change of the schema, as it is recorded and announced. */
export interface SchemaChange {
  /** From 1, without gaps. */
  number: number;
  schema: string;
  table: string;
  kind: SchemaChangeKind;
  /** What was run: one statement, or several with semicolons between. */
  statement: string;
}

/** The prefix of the messages that announce changes; the content is a {@link SchemaChange} as JSON. */
export const SCHEMA_MESSAGE = 'thelook.schema';

/**
 * Milliseconds that a table is waited for: whoever comes later waits behind. To be tried again when it was too short, with
 * a pause in which they go on.
 */
const LOCK_TIMEOUT = 200;

/** The column that `users` gains on request. */
const USERS_COLUMN = 'loyalty_tier';

/**
 * Makes the next change of `device_readings`: creates it, or adds, widens, renames or drops a column, in turn. The change, its
 * record in `schema_changes`, and a logical message that carries the statement are one transaction, so that whoever
 * follows the log finds the message between the rows of before and those of after. Of several who do so at once, one
 * comes after the other.
 *
 * @throws {ForeignTableError} for a table of this name that somebody else has made
 * @throws the server's error: `55P03` when the table was not free within 200 ms, and nothing has been done
 * @example
 * await evolveReadings(db); // { number: 2, table: 'device_readings', kind: 'add', statement: 'alter table ...', ... }
 */
export async function evolveReadings(db: Kysely<Database>): Promise<SchemaChange> {
  const change = await changeSchema(db, READINGS, async (transaction, number) => {
    const found = await findReadings(transaction);
    if (found === 'foreign') throw new ForeignTableError(readingsTable(db));
    const columns = found === 'absent' ? undefined : await readColumns(transaction);
    return nextChange(readingsTable(db), columns, number);
  });
  return change!;
}

/**
 * Adds a trailing column that may be null, `loyalty_tier`, to `users`, once, in the same way.
 *
 * @returns undefined when it is there
 * @throws the server's error: `55P03` when the table was not free within 200 ms, and nothing has been done
 */
export function widenUsers(db: Kysely<Database>): Promise<SchemaChange | undefined> {
  const users = tableReference(db, 'users').sql;
  return changeSchema(db, 'users', async (transaction) => {
    const { rows } = await sql`
      select from pg_attribute where attrelid = ${users}::regclass and attname = ${USERS_COLUMN}
        and not attisdropped`.execute(transaction);
    if (rows.length > 0) return undefined;
    return { kind: 'add', statement: `alter table ${users} add column ${USERS_COLUMN} text` };
  });
}

async function changeSchema(
  db: Kysely<Database>,
  table: string,
  plan: (transaction: Kysely<Database>, number: number) => Promise<PlannedChange | undefined>,
): Promise<SchemaChange | undefined> {
  const { schema = 'public' } = tableReference(db, 'users');
  const changes = sql.raw(bookkeepingTable(db, 'schema_changes'));
  return db.transaction().execute(async (transaction) => {
    await sql.raw(`set local lock_timeout to ${LOCK_TIMEOUT}`).execute(transaction);
    await sql`lock table ${changes} in share row exclusive mode`.execute(transaction);
    const { rows } = await sql<{ number: number }>`
      select coalesce(max(number), 0) + 1 as number from ${changes}`.execute(transaction);
    const number = rows[0]!.number;
    const planned = await plan(transaction, number);
    if (!planned) return undefined;
    const change: SchemaChange = { number, schema, table, ...planned };
    await sql.raw(planned.statement).execute(transaction);
    await sql`
      insert into ${changes} (number, table_name, kind, statement)
      values (${number}, ${table}, ${planned.kind}, ${planned.statement})`.execute(transaction);
    await sql`select pg_logical_emit_message(true, ${SCHEMA_MESSAGE}, ${JSON.stringify(change)})`.execute(
      transaction,
    );
    return change;
  });
}

async function readColumns(db: Kysely<Database>): Promise<TableColumns> {
  const { rows } = await sql<TableColumn & { dropped: boolean }>`
    select attname as name, format_type(atttypid, atttypmod) as type, attisdropped as dropped
    from pg_attribute where attrelid = ${readingsTable(db)}::regclass and attnum > 0`.execute(db);
  return { columns: rows.filter(({ dropped }) => !dropped), had: rows.length };
}
