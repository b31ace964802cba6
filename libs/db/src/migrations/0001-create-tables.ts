import { sql, type Kysely, type Migration } from 'kysely';
import { createTableStatements } from '../create-table.js';
import type { Database } from '../database.js';
import { tableReference } from '../table-reference.js';
import { tableNames } from '../tables.js';

/** Creates the tables that `bulkInsert` has not created before. */
export const createTables: Migration = {
  async up(db: Kysely<Database>): Promise<void> {
    for (const table of tableNames) {
      for (const statement of createTableStatements(table, tableReference(db, table))) {
        await sql.raw(statement).execute(db);
      }
    }
  },
};
