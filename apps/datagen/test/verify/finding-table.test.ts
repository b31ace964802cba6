import type { Finding } from '../../src/verify/finding.js';
import { findingSummary, findingTable } from '../../src/verify/finding-table.js';

const findings: Finding[] = [
  { check: 'ids', kind: 'rule', verdict: 'violated', rows: 12_345, violations: 2, example: '7' },
  {
    check: 'gender',
    kind: 'figure',
    verdict: 'holds',
    rows: 100,
    figures: [{ value: 'M', expected: 0.5, observed: 0.51, allowed: 0.2 }],
  },
  { check: 'events', verdict: 'skipped', reason: 'there is no events' },
];

test('findings line up, with what was expected, observed and allowed', () => {
  expect(findingTable(findings).split('\n')).toEqual([
    'check     rows  expected      observed      allowed   verdict',
    '------  ------  ------------  ------------  --------  ---------------------------',
    'ids     12,345  0 violations  2, such as 7  0         VIOLATED',
    'gender     100  M: 0.5000     0.5100        ± 0.2000  holds',
    'events                                                skipped: there is no events',
  ]);
});

test('the summary counts verdicts', () => {
  expect(findingSummary(findings)).toBe('3 checks: 1 hold, 1 violated, 1 skipped');
});
