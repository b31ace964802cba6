import type { Database } from '@thelook/db';
import { sql, type Kysely } from 'kysely';
import type { Verification } from './finding.js';
import type { JudgedProfile } from './judged-profile.js';
import { runChecks } from './run-checks.js';

export interface VerifyOptions {
  /** Needs two connections when there is a `signal`, one otherwise. */
  db: Kysely<Database>;
  /** The schema of the tables. */
  schema: string;
  /** By whose rules. By default those of the profile that is recorded beside the shop. */
  profile?: JudgedProfile;
  /** Gives up, in the middle of a statement too. */
  signal?: AbortSignal;
}

/**
 * Holds the tables of a schema against the shop's rules and figures, in one read-only transaction: all checks see the
 * same moment, whatever is written meanwhile, and nothing is changed.
 *
 * @throws {NoTablesError} when the schema has no table of the shop
 * @throws {RecordsError} when there are records of the shop that the role may not read
 * @throws {NothingCheckedError} when all checks were skipped
 * @throws {VerifyStoppedError} when the signal fires before the last check is made
 * @example
 * const { findings } = await verify({ db, schema: 'ecommerce' });
 * findings.filter(({ verdict }) => verdict === 'violated').map(({ check }) => check); // []
 */
export function verify({ db, schema, profile, signal }: VerifyOptions): Promise<Verification> {
  const snapshot = db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
  return snapshot.execute(async (transaction) => {
    const options = { schema, ...(profile && { profile }) };
    if (!signal) return runChecks(transaction, options);
    const stopCancelling = await cancelOn(signal, db, transaction);
    try {
      return await runChecks(transaction, { ...options, signal });
    } finally {
      stopCancelling();
    }
  });
}

/** Lets the signal end the statement that runs in `transaction`: on large tables one may take minutes. */
async function cancelOn(
  signal: AbortSignal,
  db: Kysely<Database>,
  transaction: Kysely<Database>,
): Promise<() => void> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction);
  const cancel = () => {
    // Should this fail, the run ends after the statement in hand.
    sql`select pg_cancel_backend(${rows[0]?.pid})`.execute(db).catch(() => undefined);
  };
  signal.addEventListener('abort', cancel, { once: true });
  return () => signal.removeEventListener('abort', cancel);
}
