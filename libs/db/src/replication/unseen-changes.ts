import { sql, type Kysely } from 'kysely';
import type { Database } from '../database.js';
import { tableReference } from '../table-reference.js';
import { UnseenChangesError } from './errors.js';
import { salesTables } from './sales-rows.js';

interface Facts {
  table: string;
  kind: string;
  hasChildren: boolean;
  hidesRows: boolean;
}

/** Where Citus keeps which tables lie on other servers, or on several. */
const CITUS_TABLES = 'pg_catalog.pg_dist_partition';

/**
 * Makes sure that the server's log has every change of the tables of sales, under their own names, and shows the same
 * rows as a query: what it does not have would be missing without a word.
 *
 * @throws {UnseenChangesError} naming the table and the reason.
 */
export async function checkUnseenChanges(db: Kysely<Database>): Promise<void> {
  const names = salesTables.map((table) => tableReference(db, table).sql);
  const { rows } = await sql<Facts>`
    select name as "table", relkind as kind, row_security_active(pg_class.oid) as "hidesRows",
      exists (select from pg_inherits where inhparent = pg_class.oid) as "hasChildren"
    from unnest(${names}::text[]) as name join pg_class on pg_class.oid = to_regclass(name)`.execute(db);
  for (const facts of rows) {
    const reason = reasonOf(facts);
    if (reason !== undefined) throw new UnseenChangesError(facts.table, reason);
  }
  const distributed = await distributedTable(db, names);
  if (distributed !== undefined) {
    throw new UnseenChangesError(distributed, 'it is distributed over several servers');
  }
}

function reasonOf({ kind, hasChildren, hidesRows }: Facts): string | undefined {
  if (kind === 'p') return 'it is partitioned';
  if (kind !== 'r') return 'it is no ordinary table';
  if (hasChildren) return 'other tables inherit from it';
  return hidesRows ? 'row security hides rows of it from this user' : undefined;
}

async function distributedTable(db: Kysely<Database>, names: string[]): Promise<string | undefined> {
  const { rows: known } = await sql<{ exists: boolean }>`
    select to_regclass(${CITUS_TABLES}) is not null as exists`.execute(db);
  if (!known[0]?.exists) return undefined;
  const { rows } = await sql<{ table: string }>`
    select name as "table" from unnest(${names}::text[]) as name
    join ${sql.raw(CITUS_TABLES)} on logicalrelid = to_regclass(name)
    limit 1`.execute(db);
  return rows[0]?.table;
}
