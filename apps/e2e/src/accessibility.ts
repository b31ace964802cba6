import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { DashboardPage } from './dashboard-page.js';

const axe = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What is wrong with the page as it stands, for those who cannot use it then. */
export async function seriousViolations(dashboard: DashboardPage) {
  await dashboard.untilStill();
  // By way of the debugger: the policy of the page lets no other script in.
  await dashboard.page.evaluate(await axe);
  const violations = await dashboard.page.evaluate<{ id: string; impact: string; targets: string[] }[]>(
    `axe.run().then(({ violations }) => violations.map(
      ({ id, impact, nodes }) => ({ id, impact, targets: nodes.map(({ target }) => target.join(' ')) })))`,
  );
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
}
