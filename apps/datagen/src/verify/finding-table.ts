import { mostSuspicious } from './chance.js';
import type { Finding } from './finding.js';

const heading = ['check', 'rows', 'expected', 'observed', 'allowed', 'verdict'] as const;
const rightAligned = new Set<number>([1]);

/**
 * Findings as a table for people. Of a figure with many values it shows the one that is farthest off, for what chance
 * allows.
 */
export function findingTable(findings: readonly Finding[]): string {
  const cells = [heading, ...findings.map(cellsOf)];
  const widths = heading.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) =>
        rightAligned.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  lines.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('  '));
  return lines.join('\n');
}

/** `49 checks: 47 hold, 1 violated, 1 skipped` */
export function findingSummary(findings: readonly Finding[]): string {
  const count = (verdict: Finding['verdict']): number =>
    findings.filter((finding) => finding.verdict === verdict).length;
  return `${findings.length} checks: ${count('holds')} hold, ${count('violated')} violated, ${count('skipped')} skipped`;
}

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
  return [check, finding.rows.toLocaleString('en'), ...cells, shown];
}

function digits(figure: number): string {
  return figure.toFixed(4);
}
