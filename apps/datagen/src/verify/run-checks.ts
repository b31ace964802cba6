import { tableNames, type Database } from '@thelook/db';
import { sql, type Kysely } from 'kysely';
import { DatabaseError } from 'pg';
import type { Check } from './check.js';
import { checks as allChecks } from './checks/index.js';
import { NothingCheckedError, NoTablesError, VerifyStoppedError } from './errors.js';
import type { Finding, Verification } from './finding.js';
import { checksOf, judgedProfile, type JudgedProfile } from './judged-profile.js';
import { findTables, missingFrom, type PresentTables } from './present-tables.js';
import { runCheck } from './run-check.js';
import { readShopFacts, type ShopFacts } from './shop-facts.js';

export interface RunChecksOptions {
  /** The schema of the tables. */
  schema: string;
  /** By whose rules. By default those of the profile that is recorded beside the shop. */
  profile?: JudgedProfile;
  /** Which, of those of the profile. By default all. */
  checks?: readonly Check[];
  /** Ends the run before the next check. */
  signal?: AbortSignal;
}

/**
 * Makes the checks of a shop's profile on a schema, in the transaction given. A check whose tables or columns are not
 * there, or whose statement the server refuses (say, for a date that it cannot read), is skipped with the reason.
 *
 * @throws {NoTablesError} when the schema has no table of the shop
 * @throws {RecordsError} when there are records of the shop that the role may not read
 * @throws {NothingCheckedError} when all checks were skipped
 * @throws {VerifyStoppedError} when the signal fires before the last check is made
 */
export async function runChecks(
  transaction: Kysely<Database>,
  { schema, profile: wanted, checks: chosen = allChecks, signal }: RunChecksOptions,
): Promise<Verification> {
  // Moments without a zone are UTC, as in the files that the dataset is published as.
  await sql`set local time zone 'UTC'`.execute(transaction);
  const facts = await readShopFacts(transaction, schema);
  const present = await findTables(transaction, schema);
  if (!tableNames.some((table) => present.has(table))) throw new NoTablesError(schema, tableNames);
  const profile = wanted ?? (await judgedProfile(transaction, present, facts));
  const checks = checksOf(profile, chosen);

  const findings: Finding[] = [];
  for (const check of checks) {
    const finding = await attempt(transaction, present, facts, check).catch((error: unknown) => {
      if (signal?.aborted) throw new VerifyStoppedError(findings.length, checks.length, { cause: error });
      throw error;
    });
    findings.push(finding);
    if (signal?.aborted) throw new VerifyStoppedError(findings.length, checks.length);
  }
  if (findings.every(({ verdict }) => verdict === 'skipped')) {
    throw new NothingCheckedError(schema, checks.length, mostFrequentReasons(findings));
  }
  const verdict = findings.some((finding) => finding.verdict === 'violated') ? 'violated' : 'holds';
  const runs = facts.runs.map(({ id, profile: kind, seed }) => ({ id, profile: kind, seed }));
  const speed = facts.clock?.speed ?? null;
  return { schema, profile, runs, speed, verdict, findings };
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

async function attempt(
  db: Kysely<Database>,
  present: PresentTables,
  facts: ShopFacts,
  check: Check,
): Promise<Finding> {
  const skipped = (reason: string): Finding => ({ check: check.name, verdict: 'skipped', reason });
  const missing = missingFrom(present, check.reads);
  if (missing.length > 0) return skipped(`there is no ${missing.join(', ')}`);
  if (check.kind === 'rule' && check.whileOpen && facts.generators === 0) {
    return skipped('no generator is at work');
  }
  await sql`savepoint before_check`.execute(db);
  try {
    return await runCheck(db, present, facts, check);
  } catch (error) {
    if (!(error instanceof DatabaseError && refusals.test(error.code ?? ''))) throw error;
    await sql`rollback to savepoint before_check`.execute(db);
    return skipped(error.message);
  }
}
