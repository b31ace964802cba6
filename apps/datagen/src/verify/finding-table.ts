import { textTable } from '@thelook/service';
import { mostSuspicious } from './chance.js';
import type { Finding, Verification } from './finding.js';

const heading = ['check', 'rows', 'expected', 'observed', 'allowed', 'verdict'] as const;
const ROWS = 1;

/**
 * Findings as a table for people. Of a figure with many values it shows the one that is farthest off, for what chance
 * allows.
 */
export function findingTable(findings: readonly Finding[]): string {
  const cells = findingRows(findings);
  const lines = textTable(cells, { right: [ROWS] }).split('\n');
  const widths = heading.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  lines.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('  '));
  return lines.join('\n');
}

/** The lines of that table, the heading first, as cells. */
export function findingRows(findings: readonly Finding[]): (readonly string[])[] {
  return [heading, ...findings.map(cellsOf)];
}

/** `71 checks: 69 hold, 1 violated, 1 skipped` */
export function findingSummary(findings: readonly Finding[]): string {
  const count = (verdict: Finding['verdict']): number =>
    findings.filter((finding) => finding.verdict === verdict).length;
  const noticed = count('noticed') > 0 ? `, ${count('noticed')} noticed` : '';
  return (
    `${findings.length} checks: ${count('holds')} hold, ${count('violated')} violated${noticed}, ` +
    `${count('skipped')} skipped`
  );
}

/** `ecommerce: rules of the profile living; run 1: living, seed 42; shop time passes 1440 times as fast` */
export function shopLine({ schema, profile, runs, speed }: Verification): string {
  const rules = profile === 'both' ? 'rules that hold for both profiles' : `rules of the profile ${profile}`;
  const recorded = runs.map((run) => `run ${run.id}: ${run.profile}, seed ${run.seed}`);
  if (runs.length > RUNS_SHOWN) recorded.splice(RUNS_SHOWN, Infinity, `${runs.length - RUNS_SHOWN} more`);
  const time =
    speed === null
      ? []
      : [speed === 0 ? 'shop time stands still' : `shop time passes ${speed} times as fast`];
  return `${schema}: ${[rules, ...(recorded.length > 0 ? recorded : ['no run is recorded']), ...time].join('; ')}`;
}

const RUNS_SHOWN = 3;

function cellsOf(finding: Finding): string[] {
  const { check, verdict } = finding;
  if (finding.verdict === 'skipped') return [check, '', '', '', '', `skipped: ${finding.reason}`];
  const shown = verdict === 'violated' ? 'VIOLATED' : verdict;
  if (finding.kind === 'rule') {
    const { violations, example } = finding;
    const observed = violations === 0 ? '0' : `${violations.toLocaleString('en')}, such as ${example}`;
    return [check, finding.rows.toLocaleString('en'), '0 violations', observed, '0', shown];
  }
  const worst = mostSuspicious(finding.figures);
  const cells = worst
    ? [`${worst.value}: ${digits(worst.expected)}`, digits(worst.observed), `± ${digits(worst.allowed)}`]
    : ['', '', ''];
  const why = finding.reason === undefined ? '' : `: ${finding.reason}`;
  return [check, finding.rows.toLocaleString('en'), ...cells, shown + why];
}

function digits(figure: number): string {
  return figure.toFixed(4);
}
