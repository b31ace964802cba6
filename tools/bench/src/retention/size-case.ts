import { acquireServer } from '@thelook/embedded-postgres';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { RunningProcess, sourceFlags } from '../../../../apps/e2e/src/running-process.js';
import { countFaults, orphans } from '../../../../apps/e2e/src/shop-faults.js';
import { writeSamples, type SizeSample } from './size-samples.js';

export interface SizeCase {
  minutes: number;
  /** Flags of serve. */
  flags: readonly string[];
  /** Where the samples go, as CSV, after each of them. */
  file: string;
}

const SAMPLES_PER_MINUTE = 1;

const counted = `select ((select pg_database_size(current_database())) / 1e6)::float8 as megabytes,
  (select count(*) from ecommerce.users)::int as users,
  (select count(*) from ecommerce.orders)::int as orders,
  (select count(*) from ecommerce.events)::int as events,
  (extract(epoch from thelook.shop_time(clock_timestamp()) - (select min(shop_from) from thelook.clock)) / 86400)::float8
    as days`;

/** Lets a shop live on a server that keeps what it has committed, and looks at it every minute. */
export async function watchSize({ minutes, flags, file }: SizeCase): Promise<SizeSample[]> {
  const home = await mkdtemp(join(tmpdir(), 'thelook-size-'));
  const server = await acquireServer({ home });
  // What is counted reads whole tables: without this the server may look at one table once for each row of another.
  const client = new pg.Client({ connectionString: server.url, options: '-c enable_nestloop=off' });
  await client.connect();
  const args = [...sourceFlags, 'apps/datagen/src/main.ts', 'serve', ...flags, '--quiet'];
  const shop = new RunningProcess(process.execPath, args, { DATABASE_URL: server.url });
  const samples: SizeSample[] = [];
  try {
    const started = await opening(client, shop);
    for (;;) {
      const [sample] = (await client.query<Omit<SizeSample, 'minute' | 'orphans'>>(counted)).rows;
      const [faults] = (await client.query<Record<string, number>>(countFaults(orphans))).rows;
      const found = Object.values(faults!).reduce((sum, count) => sum + count, 0);
      samples.push({ minute: (Date.now() - started) / 60_000, ...sample!, orphans: found });
      await writeSamples(file, samples);
      if (samples.length > minutes * SAMPLES_PER_MINUTE) return samples;
      const next = started + (samples.length * 60_000) / SAMPLES_PER_MINUTE;
      await sleep(Math.max(0, next - Date.now()));
      if (shop.hasEnded) throw new Error(`the generator has ended:\n${shop.output}`);
    }
  } finally {
    await shop.end();
    await client.end();
    await server.release();
    await rm(home, { recursive: true });
  }
}

async function opening(client: pg.Client, shop: RunningProcess): Promise<number> {
  for (;;) {
    const open = `select to_regclass('ecommerce.events') is not null
      and coalesce(to_regclass('thelook.clock') is not null, false) as open`;
    if ((await client.query<{ open: boolean }>(open)).rows[0]!.open) {
      const { rows } = await client.query('select from thelook.clock where speed > 0');
      if (rows.length > 0) return Date.now();
    }
    if (shop.hasEnded) throw new Error(`the generator has ended:\n${shop.output}`);
    await sleep(100);
  }
}
