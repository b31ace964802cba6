import type { Finding } from '../../src/verify/finding.js';
import { findingSummary, findingTable, shopLine } from '../../src/verify/finding-table.js';

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

test('what is worth a look is counted apart', () => {
  const late: Finding = {
    check: 'late',
    kind: 'rule',
    verdict: 'noticed',
    rows: 9,
    violations: 1,
    example: 'shopper 7',
  };
  expect(findingSummary([...findings, late])).toBe('4 checks: 1 hold, 1 violated, 1 noticed, 1 skipped');
  expect(findingTable([late])).toMatch(/1, such as shopper 7 +0 +noticed$/);
});

test('the shop is told with its profile, its runs and its speed', () => {
  const shop = { schema: 'ecommerce', verdict: 'holds', findings } as const;
  expect(shopLine({ ...shop, profile: 'classic', runs: [], speed: null })).toBe(
    'ecommerce: rules of the profile classic; no run is recorded',
  );
  const runs = [1, 2, 3, 4, 5].map((id) => ({ id, profile: 'living', seed: String(id * 7) }) as const);
  expect(shopLine({ ...shop, profile: 'living', runs: runs.slice(0, 1), speed: 1_440 })).toBe(
    'ecommerce: rules of the profile living; run 1: living, seed 7; shop time passes 1440 times as fast',
  );
  expect(shopLine({ ...shop, profile: 'both', runs, speed: 0 })).toBe(
    'ecommerce: rules that hold for both profiles; run 1: living, seed 7; run 2: living, seed 14; ' +
      'run 3: living, seed 21; 2 more; shop time stands still',
  );
});
