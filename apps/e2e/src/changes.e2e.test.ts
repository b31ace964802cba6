import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readChangeLines, rowText, type ChangeLine, type Row } from './changes/change-line.js';
import { heldAgainst } from './changes/held-against.js';
import { IndependentLog } from './changes/independent-log.js';
import { natsIsInstalled, NatsServer } from './changes/nats-stream.js';
import { ended, LivingShop, stopped } from './living-shop.js';
import type { RunningProcess } from './running-process.js';
import { scratchFolder } from './scratch.js';

/**
 * How many changes are followed into a file, and how often a generator, the reader and the server are killed meanwhile.
 * More is tried by hand: `CHANGES=10000000 KILLS=12 npm run test:jest -- e2e/src/changes -t file`.
 */
const wanted = Number(process.env['CHANGES'] ?? 100_000);
const kills = Number(process.env['KILLS'] ?? 3);
const fullRate = ['serve', '--quiet', '--wait-for=0', '--speed=86400', '--conversion=.2', '--retain=10s'];
const tables = ['users', 'inventory_items', 'orders', 'order_items', 'events', 'products', 'dist_centers'];

let shop: LivingShop;
let scratch: Awaited<ReturnType<typeof scratchFolder>>;
beforeEach(async () => {
  shop = await LivingShop.onKeptServer();
  scratch = await scratchFolder();
});
afterEach(async () => {
  await shop.close();
  await scratch.remove();
});

interface Proof {
  /** Where `changes` writes: its flags. */
  sink: readonly string[];
  /** Changes that are followed. */
  changes: number;
  /** Who is killed, evenly spread over them. */
  victims: readonly Victim[];
  lines(): AsyncIterable<ChangeLine>;
  /** Kills what is neither generator, reader nor server. */
  killBroker?: () => Promise<void>;
}

type Victim = 'generator' | 'reader' | 'server' | 'broker';

/** Lets two generators write at full rate, kills now and then, and holds the stream against all that can be known. */
async function prove({ sink, changes, victims, lines, killBroker }: Proof): Promise<void> {
  await shop.create();
  await ended(shop.datagen(['replica-identity', 'full', '--quiet']));
  const log = await IndependentLog.open((sql) => shop.query(sql));
  const follow = ['changes', '--quiet', '--slot=proof', '--snapshot=initial', ...sink];
  let reader = shop.datagen(follow);
  await shop.until(
    "select count(*)::int as n from pg_replication_slots where slot_name = 'proof'",
    ({ n }) => n === 1,
  );
  const generators = [shop.datagen(fullRate), shop.datagen(fullRate)];
  const kill = async (running: RunningProcess) => {
    running.signal('SIGKILL');
    await running.exit();
  };
  for (let round = 0; round <= victims.length; round += 1) {
    const goal = (changes * (round + 1)) / (victims.length + 1);
    while (log.digests.changes < goal) {
      for (const running of [reader, ...generators]) {
        if (running.hasEnded) throw new Error(`ended by itself:\n${running.output}`);
      }
      if (!(await log.read())) await sleep(200);
    }
    const victim = victims[round];
    if (victim === 'server') await shop.killServer();
    else if (victim === 'broker') await killBroker!();
    else if (victim === 'reader') {
      await kill(reader);
      reader = shop.datagen(follow);
    } else if (victim === 'generator') {
      await kill(generators[round % 2]!);
      generators[round % 2] = shop.datagen(fullRate);
    }
  }
  const orders = 'select min(order_id::text) as first from ecommerce.orders';
  const [{ first } = { first: null }] = await shop.query<{ first: string | null }>(orders);
  // Retention has been at work when the oldest order is another one.
  await shop.until<{ first: string }>(orders, (now) => now.first !== first);
  await stopped(generators);
  await stopped([reader]);
  await ended(shop.datagen([...follow, '--once']));
  while (await log.read());

  const held = await heldAgainst(lines(), log.digests.all);
  expect(held.replay.faults).toEqual([]);
  expect(held.differences).toEqual([]);
  expect(held.digests.changes).toBeGreaterThanOrEqual(changes);
  for (const table of tables) {
    const [there, told] = [await rowsOf(table), held.replay.rows(table)];
    expect({ table, rows: there.size, lost: missing(there, told), made: missing(told, there) }).toEqual({
      ...{ table, rows: told.size, lost: [], made: [] },
    });
  }
  const { seen } = held.transactions;
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0);
  if (process.env['CHANGES'] !== undefined)
    console.log(JSON.stringify({ ...held.replay.counts, transactions: held.digests.all.length, ...seen }));
}

/** The rows of a table, each as its text. */
async function rowsOf(table: string): Promise<Set<string>> {
  const columns = await shop.query<{ name: string; type: string }>(
    `select attname as name, atttypid::regtype::text as type from pg_attribute
     where attrelid = 'ecommerce.${table}'::regclass and attnum > 0 and not attisdropped order by attnum`,
  );
  const list = columns.map(({ name, type }) => (type === 'double precision' ? name : `${name}::text`));
  return new Set((await shop.query<Row>(`select ${list.join(', ')} from ecommerce.${table}`)).map(rowText));
}

/** What only the first of two sets has, the first few. */
function missing(from: ReadonlySet<string>, of: ReadonlySet<string>): string[] {
  return [...from].filter((row) => !of.has(row)).slice(0, 3);
}

test(
  'a file has every change once, in order, whole and true, whoever is killed meanwhile',
  async () => {
    const file = join(scratch.path, 'changes.ndjson');
    await prove({
      sink: [`--file=${file}`],
      changes: wanted,
      victims: Array.from(
        { length: kills },
        (_, round) => (['generator', 'reader', 'server'] as const)[round % 3]!,
      ),
      lines: () => readChangeLines(file),
    });
  },
  300_000 + wanted,
);

/** Run where Debian's package is: `apt-get install nats-server`. */
const whereNatsIs = natsIsInstalled ? test : test.skip;
whereNatsIs(
  'so has a stream of NATS, which is killed as well',
  async () => {
    const folder = join(scratch.path, 'nats');
    await mkdir(folder);
    const nats = await NatsServer.start(folder);
    try {
      await prove({
        sink: [`--nats=${nats.url}`, '--stream=PROOF'],
        changes: 20_000,
        victims: ['broker', 'reader', 'broker'],
        lines: () => nats.lines('PROOF'),
        killBroker: () => nats.killAndStart(),
      });
    } finally {
      await nats.kill();
    }
  },
  300_000,
);
