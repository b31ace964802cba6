import { sql, type Kysely, type Transaction } from 'kysely';
import { DatabaseError } from 'pg';
import { bookkeepingTable } from '../bookkeeping/bookkeeping-tables.js';
import { copyTables } from '../copy-tables.js';
import type { CopyData } from '../copy-data.js';
import type { Database } from '../database.js';
import { CopyError, SeedInUseError } from '../errors.js';

/** What makes two runs the same one: with these the same rows come out. */
export interface RunParameters {
  /** Undefined: that of a run like this that was not finished, else `newSeed`. */
  seed: string | undefined;
  newSeed: string;
  users: number;
  since: Date;
  /** Undefined: that of the same run, if there was one, else `now`. */
  until: Date | undefined;
  now: Date;
  ghosts: number;
  /** Users in a chunk. */
  chunkUsers: number;
  /** Tells one catalogue from another. */
  catalogue: string;
}

/** A run as the ledger has it. */
export interface BackfillRun {
  runId: string;
  seed: string;
  until: Date;
  /** `new` has just begun, `finished` has nothing left to do. */
  state: 'new' | 'begun' | 'finished';
}

/** Written by somebody before: the server refuses the chunk's entry, and with it the chunk. */
const UNIQUE_VIOLATION = '23505';
const CHUNK_KEY = 'backfill_chunks_pkey';

/**
 * The record of what backfills have written, in the database that they write to: `backfill_runs` and
 * `backfill_chunks` of the bookkeeping. A chunk's entry is committed with its rows, so it tells the truth whatever happens, and the
 * same chunk cannot be written twice, by whomever.
 *
 * @example
 * const ledger = await BackfillLedger.open(db, parameters);
 * if (!(await ledger.writtenChunks({ from: 0, to: 1 })).has(0)) await ledger.write(0, copies);
 * if ((await ledger.countWritten({ from: 0, to: 1 })) === 1) await ledger.finish();
 */
export class BackfillLedger {
  readonly run: BackfillRun;
  readonly #db: Kysely<Database>;

  private constructor(db: Kysely<Database>, run: BackfillRun) {
    this.#db = db;
    this.run = run;
  }

  /**
   * Finds the run that `parameters` continue, or begins one. Those who ask at the same moment get the same run.
   *
   * @throws {SeedInUseError} when the seed is that of another run into these tables.
   */
  static async open(db: Kysely<Database>, parameters: RunParameters): Promise<BackfillLedger> {
    const run = await db.transaction().execute(async (transaction) => {
      // So that those who ask at the same moment get the same run.
      const runs = bookkeepingTable(transaction, 'backfill_runs');
      await sql.raw(`lock table ${runs} in share row exclusive mode`).execute(transaction);
      return (await findRun(transaction, parameters)) ?? (await beginRun(transaction, parameters));
    });
    return new BackfillLedger(db, run);
  }

  /** The numbers `from` (included) to `to` (excluded) whose chunks are there. */
  async writtenChunks({ from, to }: { from: number; to: number }): Promise<Set<number>> {
    const chunks = bookkeepingTable(this.#db, 'backfill_chunks');
    const { rows } = await sql<{ chunk: number }>`
      select chunk from ${sql.raw(chunks)}
      where run_id = ${this.run.runId} and chunk >= ${from} and chunk < ${to}`.execute(this.#db);
    return new Set(rows.map(({ chunk }) => chunk));
  }

  /** How many of the chunks `from` (included) to `to` (excluded) are there, whoever wrote them. */
  async countWritten({ from, to }: { from: number; to: number }): Promise<number> {
    const chunks = bookkeepingTable(this.#db, 'backfill_chunks');
    const { rows } = await sql<{ written: number }>`
      select count(*) as written from ${sql.raw(chunks)}
      where run_id = ${this.run.runId} and chunk >= ${from} and chunk < ${to}`.execute(this.#db);
    return rows[0]?.written ?? 0;
  }

  /**
   * Writes a chunk and its entry, both or neither.
   *
   * @returns false when the chunk was there already, or another process was faster; nothing is written then.
   * @throws {CopyError} for everything else that the server refuses, and for a lost connection: then it is safe to
   *   call again.
   */
  async write(chunk: number, copies: readonly CopyData[]): Promise<boolean> {
    const rows = copies.reduce((sum, copy) => sum + copy.rows, 0);
    const bytes = copies.reduce((sum, { data }) => sum + data.length, 0);
    const chunks = bookkeepingTable(this.#db, 'backfill_chunks');
    // The entry comes first: whoever writes the same chunk at this moment is waited for before any row is sent.
    const entry = `insert into ${chunks} (run_id, chunk, rows, bytes)
      values ('${this.run.runId}', ${chunk}, ${rows}, ${bytes})`;
    try {
      await copyTables(this.#db, copies, entry);
      return true;
    } catch (error) {
      if (isWrittenAlready(error)) return false;
      throw error;
    }
  }

  /** Notes that there is nothing left to do. */
  async finish(): Promise<void> {
    const runs = bookkeepingTable(this.#db, 'backfill_runs');
    await sql`
      update ${sql.raw(runs)} set finished_at = coalesce(finished_at, now())
      where run_id = ${this.run.runId}`.execute(this.#db);
  }
}

/** A backfill that is complete. */
export interface FinishedBackfill {
  seed: string;
  users: number;
  since: Date;
  until: Date;
  /** The digest by which it was begun. */
  catalogue: string;
}

/** The backfills of a database that are complete, that which ends last first. */
export async function finishedBackfills(db: Kysely<Database>): Promise<FinishedBackfill[]> {
  const { rows } = await sql<FinishedBackfill>`
    select seed, users::float8 as users, since, until, catalogue
    from ${sql.raw(bookkeepingTable(db, 'backfill_runs'))}
    where finished_at is not null order by until desc`.execute(db);
  return rows;
}

function isWrittenAlready(error: unknown): boolean {
  if (!(error instanceof CopyError) || error.sqlState !== UNIQUE_VIOLATION) return false;
  return error.cause instanceof DatabaseError && error.cause.constraint === CHUNK_KEY;
}

/**
 * An unfinished run comes before a finished one, and the newest first. A finished one counts only when the seed is
 * given: who gives none wants a history, not that history.
 */
async function findRun(
  transaction: Transaction<Database>,
  { seed, users, since, until, ghosts, chunkUsers, catalogue }: RunParameters,
): Promise<BackfillRun | undefined> {
  const { rows } = await sql<BackfillRun>`
    select run_id as "runId", seed, until,
      case when finished_at is null then 'begun' else 'finished' end as state
    from ${sql.raw(bookkeepingTable(transaction, 'backfill_runs'))}
    where users = ${users} and since = ${since} and ghosts = ${ghosts}
      and chunk_users = ${chunkUsers} and catalogue = ${catalogue}
      and ${seed === undefined ? sql`finished_at is null` : sql`seed = ${seed}`}
      and ${until === undefined ? sql`true` : sql`until = ${until}`}
    order by finished_at nulls first, started_at desc limit 1`.execute(transaction);
  return rows[0];
}

async function beginRun(transaction: Transaction<Database>, run: RunParameters): Promise<BackfillRun> {
  const runs = bookkeepingTable(transaction, 'backfill_runs');
  if (run.seed !== undefined) {
    const { rows: others } = await sql`
      select run_id from ${sql.raw(runs)} where seed = ${run.seed}`.execute(transaction);
    if (others.length > 0) throw new SeedInUseError(run.seed);
  }
  const { rows } = await sql<BackfillRun>`
    insert into ${sql.raw(runs)} (run_id, seed, users, since, until, ghosts, chunk_users, catalogue)
    values (gen_random_uuid(), ${run.seed ?? run.newSeed}, ${run.users}, ${run.since},
      ${run.until ?? run.now}, ${run.ghosts}, ${run.chunkUsers}, ${run.catalogue})
    returning run_id as "runId", seed, until, 'new' as state`.execute(transaction);
  const begun = rows[0];
  if (!begun) throw new Error('the ledger did not take the run');
  return begun;
}
