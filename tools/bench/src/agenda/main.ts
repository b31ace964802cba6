import { createDatabase, startThrowawayServer } from '@thelook/embedded-postgres';
import { parseArgs } from 'node:util';
import { printReport, type Figure } from '../report.js';
import { commitCase } from './commit-case.js';
import { takeCase } from './take-case.js';
import { TransitionShop } from './transition-shop.js';

const help = `npm run bench -- agenda [flags]

  --entries <n>      entries in the agenda besides those that are due (10000000)
  --orders <n>       orders that move on (20000)
  --connections <n>  that commit at the same time (4)
  --url <url>        a server to use instead of a throw-away one, such as that of .thelook/url: its role creates a
                     database there, and drops it

Measures taking what is due and committing it, against an agenda that holds nothing else; and transitions of orders
against bare commits of the same statements, in the same run.`;

/** Measures the agenda, and the commits of steps. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      entries: { type: 'string', default: '10000000' },
      orders: { type: 'string', default: '20000' },
      connections: { type: 'string', default: '4' },
      url: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const [entries, orders, connections] = [values.entries, values.orders, values.connections].map(Number);
  if (values.help || !(entries! >= 1_000) || !(orders! >= 1_000) || !(connections! >= 1)) {
    console.log(help);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const server = values.url === undefined ? await startThrowawayServer() : undefined;
  try {
    const database = await createDatabase(values.url ?? server!.url);
    const shop = await TransitionShop.open(database.url, orders!, connections!);
    try {
      console.log('measuring: commit');
      const figures: Figure[] = await commitCase(shop, connections!);
      console.log('measuring: take');
      figures.push(...(await takeCase(shop, entries!)));
      printReport('agenda', figures, { entries, orders, connections });
    } finally {
      await shop.db.destroy();
      await database.drop();
    }
  } finally {
    await server?.stop();
  }
}
