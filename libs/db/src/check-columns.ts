import { sql, type Kysely } from 'kysely';
import type { Database } from './database.js';
import { ColumnTypeError } from './errors.js';
import { tableReference } from './table-reference.js';
import { columnsOf, generatedTables, type SqlType } from './tables.js';

/** Types that COPY's binary format takes for one another. */
const alike: Partial<Record<SqlType, readonly string[]>> = { text: ['character varying'] };

/** PostgreSQL's own names for types that the table definitions name shortly. */
const fullNames: Partial<Record<SqlType, string>> = { timestamptz: 'timestamp with time zone' };

/**
 * Makes sure that the generated tables, which may have been created by somebody else, have the columns that
 * `copyTables` writes to, of the types that its binary format is made for. They must exist.
 *
 * @throws {ColumnTypeError} for the first column that is missing or of another type
 * @example
 * await checkColumns(db);
 */
export async function checkColumns(db: Kysely<Database>): Promise<void> {
  for (const table of generatedTables) {
    const { rows } = await sql<{ name: string; type: string }>`
      select attname as name, format_type(atttypid, null) as type from pg_attribute
      where attrelid = ${tableReference(db, table).sql}::regclass and attnum > 0 and not attisdropped`.execute(
      db,
    );
    const types = new Map(rows.map(({ name, type }) => [name, type]));
    for (const [column, { type }] of columnsOf(table)) {
      const wanted = fullNames[type] ?? type;
      const found = types.get(column);
      if (found === undefined || (found !== wanted && !alike[type]?.includes(found))) {
        throw new ColumnTypeError(table, column, found, wanted);
      }
    }
  }
}
