import { type Database } from '@thelook/db';
import {
  tupleMaker,
  type PublicationFacts,
  type PublishedTable,
  type ReplicationSlot,
} from '@thelook/db/internal';
import { sql, type Kysely, type Transaction } from 'kysely';
import { escapeIdentifier } from 'pg';
import type { EnvelopeWriter } from './envelope.js';

/** Rows in one answer of the server. */
const ROWS_AT_ONCE = 2_000;

export interface SnapshotOptions {
  db: Kysely<Database>;
  publication: PublicationFacts;
  slot: ReplicationSlot;
  writer: EnvelopeWriter;
  /** Resolves when the sink has stored what was written. */
  settle(): Promise<void>;
  signal: AbortSignal;
}

/**
 * Writes every row that a publication shows at the moment at which a slot's changes begin. The rows are one transaction
 * that lies just before them.
 *
 * @returns the number of rows
 */
export async function writeSnapshot({
  db,
  publication,
  slot,
  writer,
  settle,
  signal,
}: SnapshotOptions): Promise<number> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (transaction) => {
      await sql`set transaction snapshot ${sql.lit(slot.snapshot)}`.execute(transaction);
      await sql`set local timezone to 'UTC'; set local datestyle to 'ISO'; set local bytea_output to 'hex';
        set local extra_float_digits to 1; set local row_security to off`.execute(transaction);
      const { rows: found } = await sql<{ xmin: number; at: number }>`
        select pg_snapshot_xmin(pg_current_snapshot())::text::float8 as xmin,
          floor(extract(epoch from clock_timestamp()) * 1e6)::float8 as at`.execute(transaction);
      const { xmin, at } = found[0]!;
      writer.begin({ commitLsn: slot.start - 1, at, xid: xmin, snapshot: 'first' });
      const tupleOf = tupleMaker();
      let rows = 0;
      let pending: { table: PublishedTable; texts: (string | null)[] } | undefined;
      const write = (isLast: boolean) => {
        if (!pending) return;
        const snapshot = isLast ? 'last' : rows === 0 ? 'first' : 'true';
        writer.read(pending.table.relation, tupleOf(pending.texts), { lsn: slot.start, at, snapshot });
        rows += 1;
      };
      for (const table of publication.tables) {
        for await (const texts of rowsOf(transaction, table)) {
          signal.throwIfAborted();
          write(false);
          pending = { table, texts };
          if (rows % ROWS_AT_ONCE === 0) await settle();
        }
      }
      // Which row is the last shows only when there are no more.
      write(true);
      return rows;
    });
}

async function* rowsOf(
  transaction: Transaction<Database>,
  { relation, rowFilter }: PublishedTable,
): AsyncGenerator<(string | null)[], void, undefined> {
  const { schema, name, columns } = relation;
  const list = columns
    .map((column, index) => `${escapeIdentifier(column.name)}::text as c${index}`)
    .join(', ');
  const where = rowFilter === null ? '' : ` where ${rowFilter}`;
  const table = `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`;
  await sql
    .raw(`declare snapshot no scroll cursor for select ${list} from only ${table}${where}`)
    .execute(transaction);
  for (;;) {
    const { rows } = await sql<Record<string, string | null>>`
      fetch forward ${sql.lit(ROWS_AT_ONCE)} from snapshot`.execute(transaction);
    for (const row of rows) yield columns.map((_, index) => row[`c${index}`] ?? null);
    if (rows.length < ROWS_AT_ONCE) break;
  }
  await sql`close snapshot`.execute(transaction);
}
