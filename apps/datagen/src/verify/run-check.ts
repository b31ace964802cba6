import type { Database } from '@thelook/db';
import { sql, type Kysely } from 'kysely';
import { distanceFrom, isOff, sharesOf } from './chance.js';
import type { Check, Figure, Rule, Shares } from './check.js';
import type { FigureFinding, Finding, RuleFinding, Skipped } from './finding.js';
import { withTables, type PresentTables } from './present-tables.js';
import type { ShopFacts } from './shop-facts.js';
import { withShopTime } from './shop-time.js';

/** Runs the statement of one check, whose tables are all there. */
export function runCheck(
  db: Kysely<Database>,
  present: PresentTables,
  facts: ShopFacts,
  check: Check,
): Promise<Finding> {
  const select = async <Row>(statement: string): Promise<Row[]> => {
    const text = `${withTables(present, check.reads)}\n${withShopTime(statement, facts)}`;
    const { rows } = await sql.raw<Row>(text).execute(db);
    return rows;
  };
  if (check.kind === 'rule') return runRule(select, check);
  return check.kind === 'shares' ? runShares(select, facts, check) : runFigure(select, facts, check);
}

type Select = <Row>(statement: string) => Promise<Row[]>;

async function runRule(select: Select, rule: Rule): Promise<RuleFinding> {
  const [row] = await select<{ rows: number; violations: number; example: string | null }>(
    `select (select count(*) from ${rule.table}) as rows, count(*) as violations, min(breach::text) as example
       from (${rule.violating}) as violating (breach)`,
  );
  const { rows, violations, example } = row!;
  const verdict = violations === 0 ? 'holds' : rule.informs ? 'noticed' : 'violated';
  return { check: rule.name, kind: 'rule', verdict, rows, violations, example };
}

async function runShares(select: Select, facts: ShopFacts, check: Shares): Promise<FigureFinding | Skipped> {
  const told = typeof check.weights === 'function' ? check.weights(facts) : check.weights;
  if (check.weights && told === undefined) return untold(check);
  const counted = await select<{ value: string | null; observed: number; weight?: number }>(check.counted);
  const weights =
    told ?? Object.fromEntries(counted.map(({ value, weight = 0 }) => [value ?? 'null', weight]));
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

function untold({ name }: Check): Skipped {
  return { check: name, verdict: 'skipped', reason: 'what is recorded does not tell what it should be' };
}

async function runFigure(select: Select, facts: ShopFacts, check: Figure): Promise<FigureFinding | Skipped> {
  const target = typeof check.target === 'function' ? check.target(facts) : check.target;
  if (target === undefined) return untold(check);
  const [row] = await select<{ rows: number; observed: number | null }>(check.measured);
  const { rows, observed } = row ?? { rows: 0, observed: null };
  if (observed === null) return { check: check.name, verdict: 'skipped', reason: 'no rows' };
  const figure = {
    value: check.chance ? 'mean' : 'share',
    observed,
    ...distanceFrom(target, rows, check.chance),
  };
  const finding = { check: check.name, kind: 'figure' as const, rows, figures: [figure] };
  if (!isOff(figure)) return { ...finding, verdict: 'holds' };
  return check.informs === undefined
    ? { ...finding, verdict: 'violated' }
    : { ...finding, verdict: 'noticed', reason: check.informs };
}
