import { sql, type Kysely } from 'kysely';
import { tablesAboutRows } from './bookkeeping/bookkeeping-tables.js';
import type { Database } from './database.js';
import { findReadings, readingsTable } from './evolution/device-readings.js';
import { tableReference } from './table-reference.js';
import { generatedTables, tableNames, type TableName } from './tables.js';

/** Which of the tables exist. */
export async function tablesExist(db: Kysely<Database>): Promise<TableName[]> {
  const names = tableNames.map((table) => tableReference(db, table).sql);
  const { rows } = await sql<{ exists: boolean }>`
    select to_regclass(name) is not null as exists
    from unnest(${names}::text[]) with ordinality as wanted (name, position)
    order by position`.execute(db);
  return tableNames.filter((_, index) => rows[index]?.exists);
}

/**
 * Empties the five generated tables, at once and for everybody: it waits for whoever uses them, and replication shows
 * it as one truncation. Tables that do not exist are left out. Products and distribution centres stay; runs, clock,
 * agenda and the record of backfills go, since what they tell of is gone. The readings of `datagen evolve` go, too; their table
 * keeps its columns, as the record of changes of the schema tells.
 */
export async function resetTables(db: Kysely<Database>): Promise<void> {
  const present = await tablesExist(db);
  const existing = generatedTables.filter((table) => present.includes(table));
  if (existing.length === 0) return;
  const names = existing.map((table) => tableReference(db, table).sql);
  names.push(...(await tablesAboutRows(db)));
  if ((await findReadings(db)) === 'ours') names.push(readingsTable(db));
  await sql.raw(`truncate table ${names.join(', ')} restart identity`).execute(db);
}

/** Whether the five generated tables hold no row. They must exist. */
export async function generatedTablesAreEmpty(db: Kysely<Database>): Promise<boolean> {
  // A column is named since Citus cannot run a part of a query that has none.
  const looks = generatedTables.map((table) => `exists (select 1 from ${tableReference(db, table).sql})`);
  const { rows } = await sql.raw<{ filled: boolean }>(`select ${looks.join(' or ')} as filled`).execute(db);
  return rows[0]?.filled === false;
}
