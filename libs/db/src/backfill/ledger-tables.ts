import { sql, type Kysely } from 'kysely';
import { escapeIdentifier } from 'pg';
import { CREATION_LOCK } from '../create-table.js';
import type { Database } from '../database.js';
import { tableReference } from '../table-reference.js';

/** The ledger's tables, quoted, in the schema of the others. */
export function ledgerTables(db: Kysely<Database>): { runs: string; chunks: string } {
  const { schema } = tableReference(db, 'users');
  const prefix = schema === undefined ? '' : `${escapeIdentifier(schema)}.`;
  return { runs: `${prefix}backfill_runs`, chunks: `${prefix}backfill_chunks` };
}

/** Those of the ledger's tables that exist. */
export async function existingLedgerTables(db: Kysely<Database>): Promise<string[]> {
  const names = Object.values(ledgerTables(db));
  const { rows } = await sql<{ name: string }>`
    select name from unnest(${names}::text[]) as name where to_regclass(name) is not null`.execute(db);
  return rows.map(({ name }) => name);
}

/** Creates the ledger, which a database without backfills does not have; to be run in a transaction. */
export async function createLedgerTables(transaction: Kysely<Database>): Promise<void> {
  const { runs, chunks } = ledgerTables(transaction);
  const statements = [
    `select pg_advisory_xact_lock(${CREATION_LOCK})`,
    `create table if not exists ${runs} (
      run_id uuid primary key,
      seed text not null,
      users bigint not null,
      since timestamptz not null,
      until timestamptz not null,
      ghosts integer not null,
      chunk_users integer not null,
      catalogue text not null,
      started_at timestamptz not null default now(),
      finished_at timestamptz
    )`,
    `create table if not exists ${chunks} (
      run_id uuid not null,
      chunk integer not null,
      rows integer not null,
      bytes integer not null,
      written_at timestamptz not null default now(),
      constraint backfill_chunks_pkey primary key (run_id, chunk)
    )`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(transaction);
}
