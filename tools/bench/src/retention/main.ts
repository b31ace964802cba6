import { columnsOf, createDb, generatedTables, readConnectionConfig, type TableName } from '@thelook/db';
import { Retention } from '@thelook/db/internal';
import { startThrowawayServer } from '@thelook/embedded-postgres';
import { sql } from 'kysely';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { percentile } from '../feed/percentile.js';
import { printReport } from '../report.js';
import { fillShop, OPENED_AT } from './finished-shop.js';
import { watchSize } from './size-case.js';
import { sizePlot } from './size-plot.js';
import { readSamples, type SizeSample } from './size-samples.js';

const help = `npm run bench -- retention [flags]

  --users <n>      users of the shop that is retired (5000)
  --limit <n>      web events of a batch (2000)

Retires a shop in which everything is finished, against deleting the same rows by their keys. Starts a throw-away server.

  --minutes <n>    looks at the size of a living shop for so long instead
  --rate <n>       its new users a second (20)
  --retain <span>  what it keeps (10m)
  --samples <csv>  where what is seen goes (retention.csv), with an image beside it; drawn anew with --minutes 0

It lives sixty days a minute on a server that keeps what it has committed.`;

const HOUR = 3_600_000;

/** Measures how fast finished rows are retired. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      users: { type: 'string', default: '5000' },
      limit: { type: 'string', default: '2000' },
      minutes: { type: 'string' },
      rate: { type: 'string', default: '20' },
      retain: { type: 'string', default: '10m' },
      samples: { type: 'string', default: 'retention.csv' },
      help: { type: 'boolean', default: false },
    },
  });
  const [users, limit] = [Number(values.users), Number(values.limit)];
  const minutes = values.minutes === undefined ? undefined : Number(values.minutes);
  if (values.help || !(users >= 100) || !(limit >= 1) || Number.isNaN(minutes)) {
    console.log(help);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  if (minutes === undefined) await compare(users, limit);
  else
    await watch(minutes, values.samples, [
      '--rate',
      values.rate,
      '--speed',
      '86400',
      '--retain',
      values.retain,
    ]);
}

async function watch(minutes: number, file: string, flags: readonly string[]): Promise<void> {
  const samples = minutes > 0 ? await watchSize({ minutes, flags, file }) : await readSamples(file);
  await writeFile(file.replace(/(\.csv)?$/, '.svg'), sizePlot(samples, `serve ${flags.join(' ')}`));
  const last = samples.at(-1)!;
  const half = samples[Math.floor(samples.length / 2)]!;
  const perEvent = ({ megabytes, events }: SizeSample) => (megabytes / events) * 1e6;
  printReport('retention', [
    {
      name: 'orphans, most in a sample',
      value: Math.max(...samples.map((one) => one.orphans)),
      unit: '',
      atMost: 0,
    },
    { name: 'size at the end', value: last.megabytes, unit: 'MB' },
    { name: 'a web event, with all that goes with it', value: perEvent(last), unit: 'bytes' },
    { name: '  to that at half time', value: perEvent(last) / perEvent(half), unit: '', atMost: 1.2 },
    { name: 'samples', value: samples.length, unit: '' },
    { name: 'days of shop time', value: last.days, unit: 'd' },
  ]);
}

async function compare(users: number, limit: number): Promise<void> {
  const server = await startThrowawayServer();
  try {
    const databases = [await server.createDatabase(), await server.createDatabase()] as const;
    for (const { url } of databases) {
      console.log(`filling a shop with ${(await fillShop(url, users)).toLocaleString('en')} rows`);
    }
    console.log('measuring');
    // By turns, batch by batch, so that whatever else the machine does slows both.
    const [own, bare] = (await byTurns(
      retire(databases[0].url, limit),
      deleteByKey(databases[1].url, limit),
    )) as [Measured, Measured];
    const rate = own.rows / own.seconds;
    const floor = bare.rows / bare.seconds;
    printReport(
      'retention',
      [
        { name: 'retention', value: rate, unit: 'rows/s' },
        { name: 'floor: deletes of the same rows by key', value: floor, unit: 'rows/s' },
        { name: 'retention to floor', value: rate / floor, unit: '', atLeast: 0.7 },
        { name: 'a transaction, median', value: percentile(own.batches, 0.5), unit: 'ms' },
        { name: '  99th percentile', value: percentile(own.batches, 0.99), unit: 'ms' },
      ],
      { users, limit, rows: own.rows },
    );
  } finally {
    await server.stop();
  }
}

interface Measured {
  rows: number;
  seconds: number;
  /** Milliseconds of each. */
  batches: number[];
}

/** Batches that tell how many rows they have deleted. */
type Batches = AsyncGenerator<number>;

async function byTurns(...runs: readonly Batches[]): Promise<Measured[]> {
  const measured = runs.map((): Measured => ({ rows: 0, seconds: 0, batches: [] }));
  // Connections and keys are no part of it.
  for (const run of runs) await run.next();
  for (const left = new Set(runs.keys()); left.size > 0;) {
    for (const place of left) {
      const started = performance.now();
      const { done, value } = await runs[place]!.next();
      const took = performance.now() - started;
      if (done) {
        left.delete(place);
        continue;
      }
      const figures = measured[place]!;
      figures.rows += value;
      figures.seconds += took / 1_000;
      figures.batches.push(took);
    }
  }
  return measured;
}

async function* retire(url: string, limit: number): Batches {
  const db = createDb(readConnectionConfig({ DATABASE_URL: url })!);
  const retention = new Retention(db, HOUR);
  try {
    await sql`select`.execute(db);
    yield 0;
    // Users go one span later than the rows that refer to them.
    for (const now of [OPENED_AT + 3 * HOUR, OPENED_AT + 5 * HOUR]) {
      for (let over = false; !over;) {
        const { done, ...retired } = await retention.retire({ now, limit });
        over = done;
        yield Object.values(retired).reduce((sum, count) => sum + count, 0);
      }
    }
  } finally {
    await db.destroy();
  }
}

/** The same rows in as many transactions, when somebody has told their keys. */
async function* deleteByKey(url: string, limit: number): Batches {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const keys = await readKeys(client);
    const batches = Math.ceil(keys.get('events')!.length / limit);
    yield 0;
    for (let batch = 0; batch < batches; batch += 1) {
      let deleted = 0;
      await client.query('begin');
      for (const [table, all] of keys) {
        const part = all.slice((all.length * batch) / batches, (all.length * (batch + 1)) / batches);
        const text = `delete from ecommerce.${table} where ${keyOf(table)} = any ($1::uuid[])`;
        deleted += (await client.query(text, [part])).rowCount ?? 0;
      }
      await client.query('commit');
      yield deleted;
    }
  } finally {
    await client.end();
  }
}

async function readKeys(client: pg.Client): Promise<Map<TableName, string[]>> {
  const keys = new Map<TableName, string[]>();
  for (const table of generatedTables) {
    const key = keyOf(table);
    const where = table === 'inventory_items' ? 'where sold_at is not null' : '';
    const { rows } = await client.query<{ key: string }>(
      `select ${key} as key from ecommerce.${table} ${where} order by ${key}`,
    );
    keys.set(
      table,
      rows.map((row) => row.key),
    );
  }
  return keys;
}

const keyOf = (table: TableName) => columnsOf(table)[0]![0];
