import { tableNames, type Database } from '@thelook/db';
import { sql, type Kysely } from 'kysely';
import { DatabaseError } from 'pg';
import type { Check } from './check.js';
import { checks as allChecks } from './checks/index.js';
import { NothingCheckedError, NoTablesError, VerifyStoppedError } from './errors.js';
import type { Finding, Verification } from './finding.js';
import { findTables, missingFrom, type PresentTables } from './present-tables.js';
import { runCheck } from './run-check.js';

export interface RunChecksOptions {
  /** The schema of the tables. */
  schema: string;
  /** By default all of them. */
  checks?: readonly Check[];
  /** Ends the run before the next check. */
  signal?: AbortSignal;
}

/**
 * Makes the checks on a schema, in the transaction given. A check whose tables or columns are not there, or whose
 * statement the server refuses (say, for a date that it cannot read), is skipped with the reason.
 *
 * @throws {NoTablesError} when the schema has no table of the shop
 * @throws {NothingCheckedError} when all checks were skipped
 * @throws {VerifyStoppedError} when the signal fires before the last check is made
 */
export async function runChecks(
  transaction: Kysely<Database>,
  { schema, checks = allChecks, signal }: RunChecksOptions,
): Promise<Verification> {
  // Moments without a zone are UTC, as in the files that the dataset is published as.
  await sql`set local time zone 'UTC'`.execute(transaction);
  const present = await findTables(transaction, schema);
  if (present.size === 0) throw new NoTablesError(schema, tableNames);

  const findings: Finding[] = [];
  for (const check of checks) {
    const finding = await attempt(transaction, present, check).catch((error: unknown) => {
      if (signal?.aborted) throw new VerifyStoppedError(findings.length, checks.length, { cause: error });
      throw error;
    });
    findings.push(finding);
    if (signal?.aborted) throw new VerifyStoppedError(findings.length, checks.length);
  }
  if (findings.every(({ verdict }) => verdict === 'skipped')) {
    throw new NothingCheckedError(schema, checks.length, mostFrequentReasons(findings));
  }
  const violated = findings.some(({ verdict }) => verdict === 'violated');
  return { schema, verdict: violated ? 'violated' : 'holds', findings };
}

/** Reasons told at most. */
const REASONS_SHOWN = 3;

function mostFrequentReasons(findings: readonly Finding[]): string[] {
  const counts = new Map<string, number>();
  for (const finding of findings) {
    if (finding.verdict === 'skipped') counts.set(finding.reason, (counts.get(finding.reason) ?? 0) + 1);
  }
  const ordered = [...counts].sort(([, one], [, other]) => other - one);
  return ordered.slice(0, REASONS_SHOWN).map(([reason]) => reason);
}

/** PostgreSQL's classes of errors that are about the data or the statement, not about the server or the connection. */
const refusals = /^(22|42)/;

async function attempt(db: Kysely<Database>, present: PresentTables, check: Check): Promise<Finding> {
  const missing = missingFrom(present, check.reads);
  if (missing.length > 0) {
    return { check: check.name, verdict: 'skipped', reason: `there is no ${missing.join(', ')}` };
  }
  await sql`savepoint before_check`.execute(db);
  try {
    return await runCheck(db, present, check);
  } catch (error) {
    if (!(error instanceof DatabaseError && refusals.test(error.code ?? ''))) throw error;
    await sql`rollback to savepoint before_check`.execute(db);
    return { check: check.name, verdict: 'skipped', reason: error.message };
  }
}
