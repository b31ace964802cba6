import type { Database } from '@thelook/db';
import { sql, type Kysely } from 'kysely';
import type { Verification } from '../finding.js';
import { findTables, missingFrom, withTables } from '../present-tables.js';
import { readShopFacts } from '../shop-facts.js';
import { withShopTime } from '../shop-time.js';
import { customerPlots } from './customer-plots.js';
import { orderPlots } from './order-plots.js';
import type { PlotRow } from './plot.js';
import { reportPage, type Drawn } from './report-page.js';

const plots = [...orderPlots.slice(0, 2), ...customerPlots, ...orderPlots.slice(2)];

/**
 * Draws a shop as one page of HTML, with the findings on it: plots as SVG, no script, nothing to load. Reads only, in one
 * snapshot. A plot whose tables or columns are not there says so.
 *
 * @example
 * await writeFile('out.html', await drawReport({ db, schema: 'ecommerce' }, await verify({ db, schema: 'ecommerce' })));
 */
export function drawReport(
  { db, schema }: { db: Kysely<Database>; schema: string },
  verification: Verification,
): Promise<string> {
  const snapshot = db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
  return snapshot.execute(async (transaction) => {
    await sql`set local time zone 'UTC'`.execute(transaction);
    const facts = await readShopFacts(transaction, schema);
    const present = await findTables(transaction, schema);
    const drawn: Drawn[] = [];
    for (const plot of plots) {
      const missing = missingFrom(present, plot.reads);
      if (missing.length > 0) {
        drawn.push({ plot, drawn: { missing: `there is no ${missing.join(', ')}` } });
        continue;
      }
      const text = `${withTables(present, plot.reads)}\n${withShopTime(plot.statement, facts)}`;
      const { rows } = await sql.raw<PlotRow>(text).execute(transaction);
      drawn.push({ plot, drawn: rows.length > 0 ? { option: plot.option(rows) } : { missing: 'no rows' } });
    }
    return reportPage(verification, drawn);
  });
}
