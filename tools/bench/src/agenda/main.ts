import { createDatabase } from '@thelook/embedded-postgres';
import { parseArgs } from 'node:util';
import { startBenchServer } from '../bench-server.js';
import { printReport, type Figure } from '../report.js';
import { commitCase } from './commit-case.js';
import { takeCase } from './take-case.js';
import { TransitionShop } from './transition-shop.js';

interface CaseOptions {
  shop: TransitionShop;
  entries: number;
  minutes: number;
  connections: number;
}

const cases: Record<string, (options: CaseOptions) => Promise<Figure[]>> = {
  commit: ({ shop, connections }) => commitCase(shop, connections),
  take: ({ shop, entries, minutes }) => takeCase(shop, { sleepers: entries, minutes }),
};

const help = `npm run bench -- agenda [flags]

  --entries <n>      entries in the agenda besides those that are due (10000000)
  --orders <n>       orders that move on (20000)
  --minutes <n>      for which a snapshot is held open while orders move on (1)
  --connections <n>  that commit at the same time (4)
  --case <name>      only this one, may be repeated: ${Object.keys(cases).join(', ')}
  --persistent       on a server that waits for its disk at each commit

Measures transitions of orders against bare commits of the same statements, in the same run; and taking what is due and
committing it, against an agenda that holds nothing else. Starts a server that is gone afterwards.`;

/** Measures the agenda, and the commits of steps. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      entries: { type: 'string', default: '10000000' },
      orders: { type: 'string', default: '20000' },
      minutes: { type: 'string', default: '1' },
      connections: { type: 'string', default: '4' },
      case: { type: 'string', multiple: true, default: Object.keys(cases) },
      persistent: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [entries = 0, orders = 0, minutes = 0, connections = 0] = [
    values.entries,
    values.orders,
    values.minutes,
    values.connections,
  ].map(Number);
  const unknown = values.case.find((name) => !(name in cases));
  if (
    values.help ||
    unknown !== undefined ||
    !(entries >= 1_000 && orders >= 1_000 && minutes >= 0 && connections >= 1)
  ) {
    console.log(help);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const server = await startBenchServer(values.persistent);
  try {
    const database = await createDatabase(server.url);
    const shop = await TransitionShop.open(database.url, orders, connections);
    const figures: Figure[] = [];
    try {
      for (const name of values.case) {
        console.log(`measuring: ${name}`);
        figures.push(...(await cases[name]!({ shop, entries, minutes, connections })));
      }
    } finally {
      await shop.db.destroy();
      await database.drop();
    }
    printReport('agenda', figures, { entries, orders, minutes, connections, persistent: values.persistent });
  } finally {
    await server.stop();
  }
}
