import { createDatabase } from '@thelook/embedded-postgres';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createHistogram } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { WebSocket } from 'ws';
import { ended, LivingShop, stopped } from './living-shop.js';
import { replayReadings } from './readings-replay.js';
import { RunningProcess, sourceFlags } from './running-process.js';
import { scratchFolder } from './scratch.js';
import { ahead, halves } from './shop-faults.js';

/**
 * How often the schema changes, and beside how many generators. More is tried by hand:
 * `SCHEMA_CHANGES=20 GENERATORS=2 npm run test:jest -- evolve`.
 */
const changes = Number(process.env['SCHEMA_CHANGES'] ?? 6);
const generators = Number(process.env['GENERATORS'] ?? 1);
const fullRate = ['serve', '--quiet', '--wait-for=0', '--speed=86400', '--conversion=.2', '--seed=7'];
const readings = 'ecommerce.device_readings';

let shop: LivingShop;
let scratch: Awaited<ReturnType<typeof scratchFolder>>;
beforeEach(async () => {
  shop = await LivingShop.onThrowawayServer();
  scratch = await scratchFolder();
});
afterEach(async () => {
  await shop.close();
  await scratch.remove();
});

/** A client of the api's feed, which counts what it gets. */
class Feed {
  readonly #socket: WebSocket;
  frames = 0;
  longestGapMs = 0;
  records = 0;

  constructor(url: string) {
    this.#socket = new WebSocket(url);
    let last: number | undefined;
    this.#socket.on('message', (data) => {
      const now = performance.now();
      if (last !== undefined) this.longestGapMs = Math.max(this.longestGapMs, now - last);
      last = now;
      this.frames += 1;
      this.records = (JSON.parse(JSON.parse(String(data))) as unknown[]).length;
    });
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  close(): void {
    this.#socket.close();
  }
}

/** Asks for one row of a table again and again; gives how long that took, in nanoseconds. */
async function probe(url: string, table: string, signal: AbortSignal) {
  const waits = createHistogram();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  while (!signal.aborted) {
    const begun = performance.now();
    await client.query(`select from ${table} limit 1`);
    waits.record(Math.max(1, Math.round((performance.now() - begun) * 1e6)));
    await sleep(5);
  }
  await client.end();
  return waits;
}

test(
  'the schema changes beside generators and a feed that go on undisturbed, and can be followed',
  async () => {
    await shop.create();
    const api = new RunningProcess(process.execPath, [...sourceFlags, 'apps/api/src/main.ts'], {
      DATABASE_URL: shop.url,
      PORT: '0',
      LOG_FORMAT: 'json',
      REFRESH_SECONDS: '0.5',
      MAX_CLIENTS: '100',
      MAX_HTTP_CONNECTIONS: '100',
      PAGE_DIR: process.env['THELOOK_TEST_PAGE_DIR']!,
    });
    const [, origin = ''] = await api.untilOutput(/"url":"([^"]+)".*"listening"/);
    const feed = new Feed(`${origin.replace('http', 'ws')}/ws`);
    await ended(shop.datagen(['slots', '--create', 'follower']));
    const crowd = Array.from({ length: generators }, () => shop.datagen(fullRate));
    await shop.until(`select count(*)::int as n from ecommerce.orders`, ({ n }) => n > 20);

    const end = new AbortController();
    const probing = ['ecommerce.users', 'ecommerce.orders'].map((table) =>
      probe(shop.url, table, end.signal),
    );
    const flags = ['--every=1s', `--max-iter=${changes}`, '--rate=100', '--users'];
    const told = await ended(shop.datagen(['evolve', ...flags]));
    end.abort();
    const waits = await Promise.all(probing);
    await stopped(crowd);
    // Warnings and errors are all that a quiet generator says.
    expect(crowd.map(({ output }) => output)).toEqual(crowd.map(() => ''));
    await shop.expectNone([...halves, ...ahead]);
    const [{ deadlocks } = {}] = await shop.query(
      'select deadlocks::int from pg_stat_database where datname = current_database()',
    );
    expect(deadlocks).toBe(0);
    const recorded = await shop.query<{ kind: string; statement: string }>(
      'select kind, statement from thelook.schema_changes order by number',
    );
    const cycle = Array.from(
      { length: changes },
      (_, place) => ['add', 'widen', 'rename', 'drop'][place % 4],
    );
    expect(recorded.map(({ kind }) => kind)).toEqual(['add', 'create', ...cycle]);

    // The feed has every sale, from the one stream that it began with.
    const [{ sales = 0 } = {}] = await shop.query<{ sales: number }>(
      `select count(*)::int as sales from ecommerce.order_items where created_at >= now() - interval '5 minutes'`,
    );
    while (feed.records !== sales) await sleep(50);
    expect(feed.isOpen).toBe(true);
    const metrics = await (await fetch(`${origin}/metrics`)).text();
    expect(metrics).toMatch(/^thelook_refresh_failures_total 0$/m);
    expect(metrics).toMatch(/^thelook_frames_skipped_total 0$/m);
    expect(api.output.match(/windows follow the stream/g)).toHaveLength(1);
    expect(api.output).not.toMatch(/"level":(40|50|60)/);
    feed.close();
    api.signal('SIGTERM');
    await api.exit();

    const { slots } = JSON.parse(await ended(shop.datagen(['slots', '--json'])));
    expect(slots).toMatchObject([{ name: 'follower', isActive: false }]);
    expect(slots[0].lagSeconds).toBeGreaterThan(0);

    const file = join(scratch.path, 'changes.ndjson');
    await ended(shop.datagen(['changes', '--quiet', '--once', '--slot=follower', `--file=${file}`]));
    await ended(shop.datagen(['slots', '--drop', 'follower']));
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    const copy = await createDatabase(shop.url);
    try {
      const replay = await replayReadings(lines, copy.url);
      expect(replay.announced).toEqual(recorded.map(({ statement }) => statement));
      expect(replay.unchangedTraces).toBeGreaterThan(0);
      const table = `select * from ${readings} order by id`;
      expect(await replay.rows(table)).toEqual(await shop.query(table));
      await replay.close();
    } finally {
      await copy.drop();
    }

    await ended(shop.datagen(['verify']));
    await ended(shop.datagen(['serve', '--quiet', '--if-exists=replace', '--max-iter=0']));
    expect(await shop.query(`select from ${readings}`)).toEqual([]);
    const ms = (ns: number) => `${(ns / 1e6).toFixed(1)} ms`;
    const [users, orders] = waits.map((each) => `p99 ${ms(each.percentile(99))}, longest ${ms(each.max)}`);
    console.log(
      `${changes} changes: readers of users ${users}; of orders ${orders}; ` +
        `feed: ${feed.frames} frames, longest gap ${feed.longestGapMs.toFixed(0)} ms\n${told.trim().split('\n').at(-1)}`,
    );
  },
  120_000 + changes * 10_000,
);
