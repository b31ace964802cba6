import type { Database } from '@thelook/db';
import { sql, type Kysely } from 'kysely';
import { allowedDistance, isOff, sharesOf } from './chance.js';
import type { Check, Mean, Rule, Shares } from './check.js';
import type { FigureFinding, Finding, RuleFinding, Skipped } from './finding.js';
import { withTables, type PresentTables } from './present-tables.js';

/** Runs the statement of one check, whose tables are all there. */
export function runCheck(db: Kysely<Database>, present: PresentTables, check: Check): Promise<Finding> {
  if (check.kind === 'rule') return runRule(db, present, check);
  return check.kind === 'shares' ? runShares(db, present, check) : runMean(db, present, check);
}

async function runRule(db: Kysely<Database>, present: PresentTables, rule: Rule): Promise<RuleFinding> {
  const [row] = await select<{ rows: number; violations: number; example: string | null }>(
    db,
    `${withTables(present, rule.reads)}
     select (select count(*) from ${rule.table}) as rows, count(*) as violations, min(breach::text) as example
       from (${rule.violating}) as violating (breach)`,
  );
  const { rows, violations, example } = row!;
  const verdict = violations === 0 ? 'holds' : 'violated';
  return { check: rule.name, kind: 'rule', verdict, rows, violations, example };
}

async function runShares(
  db: Kysely<Database>,
  present: PresentTables,
  check: Shares,
): Promise<FigureFinding | Skipped> {
  const counted = await select<{ value: string | null; observed: number; weight?: number }>(
    db,
    `${withTables(present, check.reads)} ${check.counted}`,
  );
  const { weights = Object.fromEntries(counted.map(({ value, weight = 0 }) => [value, weight])) } = check;
  const counts = new Map(Object.keys(weights).map((value) => [value, 0]));
  for (const { value, observed } of counted) counts.set(value ?? 'null', observed);
  const { count: rows, shares: figures } = sharesOf(
    [...counts].map(([value, observed]) => ({ value, observed, weight: weights[value] ?? 0 })),
    check.slack,
  );
  if (rows === 0) return { check: check.name, verdict: 'skipped', reason: 'no rows' };
  const verdict = figures.some(isOff) ? 'violated' : 'holds';
  return { check: check.name, kind: 'figure', verdict, rows, figures };
}

async function runMean(
  db: Kysely<Database>,
  present: PresentTables,
  check: Mean,
): Promise<FigureFinding | Skipped> {
  const [row] = await select<{ rows: number; observed: number | null }>(
    db,
    `${withTables(present, check.reads)} ${check.measured}`,
  );
  const { rows, observed } = row!;
  if (observed === null) return { check: check.name, verdict: 'skipped', reason: 'no rows' };
  const allowed = allowedDistance({ count: rows, variance: check.variance, reach: check.reach });
  const figure = { value: 'mean', expected: check.mean, observed, allowed };
  const verdict = isOff(figure) ? 'violated' : 'holds';
  return { check: check.name, kind: 'figure', verdict, rows, figures: [figure] };
}

async function select<Row>(db: Kysely<Database>, text: string): Promise<Row[]> {
  const { rows } = await sql.raw<Row>(text).execute(db);
  return rows;
}
