import { sql, type Kysely } from 'kysely';
import { createIndexStatements, dropIndexStatements } from './create-table.js';
import type { Database } from './database.js';
import { tableReference } from './table-reference.js';
import { generatedTables } from './tables.js';

/**
 * Drops the indexes of the generated tables, apart from the primary keys: for a load into empty tables, since an
 * index that is built from all rows at once costs a tenth of one that takes them in one by one.
 */
export async function dropSecondaryIndexes(db: Kysely<Database>): Promise<void> {
  await runAll(db, dropIndexStatements);
}

/** Creates the indexes of the generated tables that are missing; nobody can write to a table meanwhile. */
export async function createSecondaryIndexes(db: Kysely<Database>): Promise<void> {
  await runAll(db, createIndexStatements);
}

/**
 * Ends a load: creates the indexes that are missing, and tells the planner what the tables hold now rather than when
 * autovacuum gets there. Works on as many tables at once as there are connections.
 */
export async function finishBulkLoad(db: Kysely<Database>): Promise<void> {
  const finished = generatedTables.map(async (table) => {
    const target = tableReference(db, table);
    for (const statement of [...createIndexStatements(table, target), `analyze ${target.sql}`]) {
      await sql.raw(statement).execute(db);
    }
  });
  await Promise.allSettled(finished);
  await Promise.all(finished);
}

async function runAll(db: Kysely<Database>, statementsOf: typeof createIndexStatements): Promise<void> {
  for (const table of generatedTables) {
    for (const statement of statementsOf(table, tableReference(db, table))) {
      await sql.raw(statement).execute(db);
    }
  }
}
