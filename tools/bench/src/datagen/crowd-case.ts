import { generatedTables } from '@thelook/db';
import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchServer } from '../bench-server.js';
import type { Figure } from '../report.js';
import { onNewDatabase } from './bench-databases.js';
import { DatagenProcess } from './datagen-process.js';

const GENERATORS = 8;
const SECONDS = 20;
/** New users of each before it counts: by then what it runs is compiled. */
const WARM_UP = 400;
const flags = ['--wait-for', '0', '--speed', '86400'];

/** Generators as fast as they go on one database: eight of them to one alone, and what they did to the stock. */
export async function crowdCase(server: BenchServer): Promise<Figure[]> {
  const alone = await work(server, 1);
  const crowd = await work(server, GENERATORS);
  return [
    { name: 'one generator', value: alone.rate, unit: 'rows/s' },
    { name: `${GENERATORS} generators`, value: crowd.rate, unit: 'rows/s' },
    { name: '  ratio', value: crowd.rate / alone.rate, unit: '', atLeast: 0.9 },
    { name: '  items', value: crowd.items, unit: '' },
    { name: '  pieces sold twice', value: crowd.soldTwice, unit: '', atMost: 0 },
    { name: '  items without their piece', value: crowd.without, unit: '', atMost: 0 },
  ];
}

interface Worked {
  /** Rows a second that were there in the end and not at the beginning. */
  rate: number;
  items: number;
  soldTwice: number;
  without: number;
}

function work(server: BenchServer, count: number): Promise<Worked> {
  return onNewDatabase(server, async (url) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    // Those that come second find the tables and the shelves made.
    const first = new DatagenProcess(url, flags);
    const generators = [first];
    try {
      await first.logged('the shop is open');
      for (let more = 1; more < count; more += 1) generators.push(new DatagenProcess(url, flags));
      await Promise.all(generators.map((generator) => generator.logged(`iteration ${WARM_UP}`)));
      const before = await countRows(client);
      const started = performance.now();
      await sleep(SECONDS * 1_000);
      const seconds = (performance.now() - started) / 1_000;
      const rate = ((await countRows(client)) - before) / seconds;
      await Promise.all(generators.map((generator) => generator.stop()));
      return { rate, ...(await stockOf(client)) };
    } finally {
      await client.end();
    }
  });
}

async function countRows(client: pg.Client): Promise<number> {
  const counts = generatedTables.map((table) => `(select count(*) from ecommerce.${table})`);
  const { rows } = await client.query<{ rows: string }>(`select ${counts.join(' + ')} as rows`);
  return Number(rows[0]!.rows);
}

async function stockOf(client: pg.Client): Promise<Omit<Worked, 'rate'>> {
  const { rows } = await client.query<Record<'items' | 'soldTwice' | 'without', number>>(`
    select count(*)::int as items,
      (count(*) - count(distinct inventory_item_id))::int as "soldTwice",
      (count(*) filter (where piece.sold_at is distinct from item.created_at
        or piece.product_id is distinct from item.product_id))::int as without
    from ecommerce.order_items as item left join ecommerce.inventory_items as piece on piece.id = inventory_item_id`);
  return rows[0]!;
}
