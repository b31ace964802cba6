import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { startThrowawayServer } from '@thelook/embedded-postgres';
import { sql } from 'kysely';
import { ApiProcess } from '../feed/api-process.js';
import { Profiler } from '../feed/profiler.js';
import { printReport, type Figure } from '../report.js';
import { growShop, type GrownShop } from '../window/grown-shop.js';
import { LagWatch } from './lag-watch.js';
import { SummaryClient } from './summary-client.js';

/** Longer than a measurement takes, so that nothing becomes too old meanwhile. */
const LOOKBACK_MINUTES = 120;
const MIB = 1024 * 1024;

const help = `npm run bench -- memory [flags]

  --items <n>   order items in the window at the end (3000000)
  --burst <n>   of those, that come in one transaction while clients are connected (436000)

What a window costs the server in memory, and the longest time for which its event loop is held: while the window is
read, while many items come at once, while all of them change, and while they go. Starts a throw-away database; three
million items take about two minutes and 2 GB of disk for as long as it runs.`;

/** Measures the memory of a window, and how long it holds the event loop. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      items: { type: 'string', default: '3000000' },
      burst: { type: 'string', default: '436000' },
      help: { type: 'boolean', default: false },
    },
  });
  const [items = 0, burst = 0] = [values.items, values.burst].map(Number);
  if (values.help || ![items, burst].every((n) => Number.isSafeInteger(n) && n > 0) || burst >= items) {
    console.log(help);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const server = await startThrowawayServer();
  try {
    const [small, large] = [
      await growShop(server, 1_000, 1_000),
      await growShop(server, items - burst, items - burst),
    ];
    const empty = await measure(small, 1_000, 0);
    const full = await measure(large, items, burst);
    await Promise.all([small, large].map(({ db }) => db.destroy()));
    const grown = (of: (run: Measured) => number) => (of(full) - of(empty)) / (items - 1_000);
    const name = (what: string) => `${items.toLocaleString('en')} items: ${what}`;
    const figures: Figure[] = [
      { name: name('resident memory at most'), value: full.peak / MIB, unit: 'MiB', atMost: 1024 },
      {
        name: '  resident an item, beyond that of 1,000',
        value: grown((run) => run.resident),
        unit: 'bytes',
      },
      { name: '  columns an item', value: grown((run) => run.external), unit: 'bytes', atMost: 150 },
      { name: '  heap an item', value: grown((run) => run.heap), unit: 'bytes' },
      ...Object.entries(full.lags).map(([phase, lag]) => ({
        name: `longest turn of the event loop: ${phase}`,
        value: lag,
        unit: 'ms',
        atMost: 100,
      })),
      ...Object.entries(full.seconds).map(([phase, value]) => ({
        name: `  seconds: ${phase}`,
        value,
        unit: 's',
      })),
    ];
    printReport('memory', figures, {
      items,
      burst,
      machine: { cores: cpus().length, node: process.version },
    });
  } finally {
    await server.stop();
  }
}

interface Measured {
  resident: number;
  peak: number;
  external: number;
  heap: number;
  /** Milliseconds, by what the server did. */
  lags: Record<string, number>;
  seconds: Record<string, number>;
}

/** Starts the server on a shop, connects a summary and one that passes everything by its filter, and sells. */
async function measure(shop: GrownShop, items: number, burst: number): Promise<Measured> {
  const api = await ApiProcess.start({
    url: shop.config.connection.connectionString ?? '',
    lookbackMinutes: LOOKBACK_MINUTES,
    refreshSeconds: 1,
    // So that memory can be looked at without garbage.
    inspect: true,
  });
  const watch = await LagWatch.start(api);
  const lags: Record<string, number> = {};
  const seconds: Record<string, number> = {};
  const phase = async (name: string, work: () => Promise<unknown>) => {
    watch.begin();
    const began = performance.now();
    await work();
    lags[name] = await watch.end();
    seconds[name] = (performance.now() - began) / 1_000;
  };
  const clients = ['?feed=summary', '?feed=summary&department=Men&department=Women'].map(
    (query) => new SummaryClient(`ws://127.0.0.1:${api.port}/ws${query}`),
  );
  const until = (count: number, status?: string) =>
    Promise.all(clients.map((client) => client.until(count, status)));
  try {
    await phase('the window is read', () => until(items - burst));
    if (burst > 0) {
      await phase(`${burst.toLocaleString('en')} items come at once`, () =>
        sell(shop, items, burst, () => until(items)),
      );
    }
    await Profiler.collectGarbage(await api.inspector());
    await watch.rest();
    const { resident, external, heap } = watch;
    if (burst > 0) {
      await phase(`${burst.toLocaleString('en')} items change at once`, async () => {
        await ofBurst(shop, items, burst, sql`set status = 'Shipped'`);
        await until(items, 'Shipped');
      });
      await phase(`${burst.toLocaleString('en')} items go at once`, async () => {
        await ofBurst(shop, items, burst, sql`set created_at = now() - interval '1 day'`);
        await until(items - burst);
      });
    }
    return { resident, external, heap, peak: watch.peak, lags, seconds };
  } finally {
    for (const client of clients) client.close();
    watch.stop();
    await api.stop();
  }
}

/** Copies of the newest items under new ids, in one transaction. */
async function sell(
  { db }: GrownShop,
  items: number,
  burst: number,
  until: () => Promise<unknown>,
): Promise<void> {
  await sql`
    insert into ecommerce.order_items
    select (lpad(to_hex(${sql.lit(items)} + n), 12, '0') || '00000000000000000005')::uuid, gen_random_uuid(), user_id,
      product_id, inventory_item_id, status, now() + interval '1 hour', null, null, null, sale_price
    from (select *, row_number() over () as n from ecommerce.order_items limit ${sql.lit(burst)}) as newest`.execute(
    db,
  );
  await until();
}

async function ofBurst(
  { db }: GrownShop,
  items: number,
  burst: number,
  what: ReturnType<typeof sql>,
): Promise<void> {
  const id = (number: number) =>
    sql`(lpad(to_hex(${sql.lit(items + number)}), 12, '0') || '00000000000000000005')::uuid`;
  await sql`update ecommerce.order_items ${what} where id between ${id(1)} and ${id(burst)}`.execute(db);
}
