import { windowQuery } from '@thelook/db';
import { startThrowawayServer } from '@thelook/embedded-postgres';
import { createLogger } from '@thelook/service';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { createWindowSource } from '../../../../apps/api/src/window/sales-window.js';
import { percentile } from '../feed/percentile.js';
import { printReport, type Figure } from '../report.js';
import { growShop, type GrownShop } from './grown-shop.js';

const LOOKBACK_MINUTES = 5;
/** A query may take so much longer on the large tables than on the small ones. */
const MOST_GROWTH = 1.5;

const help = `npm run bench -- window [flags]

  --small <n>   order items of the small shop, which is the floor (100000)
  --large <n>   order items of the large one (10000000)
  --rows <n>    order items in the window, the same in both (1000)
  --runs <n>    how often each is measured (300)

The window query and the refresh from the stream of changes, on small tables and on large ones. Starts a throw-away
database; ten million items take about two minutes and 5 GB of disk for as long as it runs.`;

/** Measures whether the window's cost depends on the size of the tables. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      small: { type: 'string', default: '100000' },
      large: { type: 'string', default: '10000000' },
      rows: { type: 'string', default: '1000' },
      runs: { type: 'string', default: '300' },
      help: { type: 'boolean', default: false },
    },
  });
  const [small, large, rows, runs] = [values.small, values.large, values.rows, values.runs].map(Number);
  const valid = [small, large, rows, runs].every((n) => Number.isSafeInteger(n) && n! > 0);
  if (values.help || !valid || rows! >= small!) {
    console.log(help);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const server = await startThrowawayServer();
  const shops: GrownShop[] = [];
  try {
    for (const items of [small!, large!]) {
      console.log(`filling a shop with ${items.toLocaleString('en')} order items`);
      shops.push(await growShop(server, items, rows!));
    }
    console.log('measuring');
    const figures = [...(await measureQuery(shops, runs!)), ...(await measureRefresh(shops, runs!))];
    printReport('window', figures, { rows, runs, machine: { cores: cpus().length, node: process.version } });
  } finally {
    await Promise.all(shops.map(({ db }) => db.destroy()));
    await server.stop();
  }
}

function measureQuery(shops: readonly GrownShop[], runs: number): Promise<Figure[]> {
  return compare(
    'window query',
    shops.map(({ items, db }) => ({ items, work: () => windowQuery(db, LOOKBACK_MINUTES).execute() })),
    runs,
  );
}

/** What a refresh costs when one order item has been shipped since the last one. */
async function measureRefresh(shops: readonly GrownShop[], runs: number): Promise<Figure[]> {
  const logger = createLogger({ name: 'bench', level: 'warn' });
  const sources = shops.map(({ config, db }) =>
    createWindowSource({ config, db, mode: 'replication', logger }),
  );
  try {
    const views = sources.map((source) => source.open(LOOKBACK_MINUTES));
    for (const view of views) await view.refresh(look);
    const candidates = shops.map(({ items, db }, index) => ({
      items,
      prepare: async () => {
        const { items: shown } = views[index]!;
        const [slot = 0] = shown.slots();
        const item = shown.table.id(slot);
        await db
          .updateTable('order_items')
          .set(({ eb }) => ({
            status: eb
              .case()
              .when('status', '=', 'Shipped')
              .then(eb.val('Complete' as const))
              .else(eb.val('Shipped' as const))
              .end(),
          }))
          .where('id', '=', item)
          .execute();
      },
      work: () => views[index]!.refresh(look),
    }));
    return await compare('refresh from the stream', candidates, runs);
  } finally {
    await Promise.all(sources.map((source) => source.stop()));
  }
}

/** Nobody follows the views but the clock. */
const look = async (): Promise<void> => undefined;

interface Candidate {
  items: number;
  /** Not measured. */
  prepare?: () => Promise<void>;
  work: () => Promise<unknown>;
}

/** Measures in turns, so that whatever else the machine does meets all of them. The first one is the floor. */
async function compare(name: string, candidates: readonly Candidate[], runs: number): Promise<Figure[]> {
  const times = candidates.map(() => [] as number[]);
  const warmUp = Math.ceil(runs / 10);
  for (let round = -warmUp; round < runs; round += 1) {
    // Back and forth, so that nobody always has the caches after the same one.
    const turns = [...candidates.entries()];
    for (const [index, { prepare, work }] of round % 2 === 0 ? turns : turns.reverse()) {
      await prepare?.();
      const start = performance.now();
      await work();
      if (round >= 0) times[index]!.push(performance.now() - start);
    }
  }
  const figures = candidates.flatMap(({ items }, index) => [
    {
      name: `${name}, ${items.toLocaleString('en')} items, median`,
      value: percentile(times[index]!, 0.5),
      unit: 'ms',
    },
    {
      name: `${name}, ${items.toLocaleString('en')} items, p95`,
      value: percentile(times[index]!, 0.95),
      unit: 'ms',
    },
  ]);
  const [small, large] = times.map((measured) => percentile(measured, 0.5));
  const growth = { name: `${name}, large to small`, value: large! / small!, unit: 'x', atMost: MOST_GROWTH };
  return [...figures, growth];
}
