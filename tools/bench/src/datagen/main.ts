import { generatedTables } from '@thelook/db';
import { startThrowawayServer, type TestDatabase, type ThrowawayServer } from '@thelook/embedded-postgres';
import { loadCatalogue } from '@thelook/models';
import { parseArgs } from 'node:util';
import { printReport, type Figure } from '../report.js';
import { bareCopySeconds } from './bare-copy.js';
import { runDatagen } from './datagen-process.js';
import { generateCase } from './generate-case.js';
import { handOverCase } from './hand-over-case.js';
import { liveCase } from './live-case.js';

const tables = generatedTables.map((name) => `ecommerce.${name}`);

const help = `npm run bench -- datagen [flags]

  --users <n>      users of the backfill (40000); memory is compared with a tenth of them
  --shoppers <n>   new users of the live shop (3000)

Starts a throw-away server. Floors are measured in the same run, with the same rows.`;

/** Measures generator, backfill and live writing. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      users: { type: 'string', default: '40000' },
      shoppers: { type: 'string', default: '3000' },
      help: { type: 'boolean', default: false },
    },
  });
  const users = Number(values.users);
  const shoppers = Number(values.shoppers);
  if (values.help || !(users >= 10_000) || !(shoppers >= 100)) {
    console.log(help);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const catalogue = await loadCatalogue();
  console.log('measuring: generate');
  const figures = [
    ...generateCase(catalogue, 'living', 5_000),
    ...generateCase(catalogue, 'classic', 20_000),
  ];
  const server = await startThrowawayServer();
  try {
    console.log('measuring: backfill');
    figures.push(...(await backfillCase(server, users)));
    console.log('measuring: handing over');
    figures.push(...(await handOverCase(server, catalogue)));
    console.log('measuring: live');
    figures.push(...(await liveCase(server, shoppers)));
  } finally {
    await server.stop();
  }
  printReport('datagen', figures, { users, shoppers });
}

async function withDatabase<Result>(
  server: ThrowawayServer,
  work: (database: TestDatabase) => Promise<Result>,
): Promise<Result> {
  const database = await server.createDatabase();
  try {
    return await work(database);
  } finally {
    await database.drop();
  }
}

/** Backfill and floors take the same tables, one after the other, on a server whose log has its files already. */
async function backfillCase(server: ThrowawayServer, users: number): Promise<Figure[]> {
  const backfill = (url: string, count: number, ...more: string[]) =>
    runDatagen(url, [
      ...['backfill', '--users', String(count), '--seed', '1', '--if-exists', 'replace'],
      ...more,
    ]);
  const small = await withDatabase(server, ({ url }) => backfill(url, users / 10));
  return withDatabase(server, async ({ url }) => {
    const first = await backfill(url, users);
    const bare = await bareCopySeconds(url, tables);
    const { seconds, peakMegabytes, lines } = await backfill(url, users);
    const written = rowsOf(lines);
    const floor = written / bare.binary;
    const rate = written / seconds;
    return [
      { name: 'backfill, end to end', value: rate, unit: 'rows/s' },
      { name: '  the first on a new server', value: written / first.seconds, unit: 'rows/s' },
      { name: 'floor: bare COPY of the same bytes', value: floor, unit: 'rows/s' },
      { name: 'backfill to floor', value: rate / floor, unit: '', atLeast: 0.85 },
      { name: '  bare COPY of these rows as text', value: written / bare.text, unit: 'rows/s' },
      { name: '  backfill to that', value: (rate / written) * bare.text, unit: '' },
      { name: 'peak memory', value: peakMegabytes, unit: 'MB', atMost: 400 },
      { name: 'memory at 10x the users', value: peakMegabytes / small.peakMegabytes, unit: 'x', atMost: 1.1 },
    ];
  });
}

function rowsOf(lines: readonly Record<string, unknown>[]): number {
  const summary = lines.find(({ msg }) => msg === 'summary') ?? {};
  return tables.reduce((sum, table) => {
    const counts = summary[table.slice('ecommerce.'.length)];
    return sum + (counts instanceof Object && 'rows' in counts ? Number(counts.rows) : 0);
  }, 0);
}
