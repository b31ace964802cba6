import { loadCatalogue, type Catalogue } from '@thelook/models';
import { parseArgs } from 'node:util';
import { startBenchServer, type BenchServer } from '../bench-server.js';
import { printReport, type Figure } from '../report.js';
import { backfillCase } from './backfill-case.js';
import { crowdCase } from './crowd-case.js';
import { buildDatagen } from './datagen-process.js';
import { generateCase } from './generate-case.js';
import { handOverCase } from './hand-over-case.js';
import { liveCase } from './live-case.js';

interface CaseOptions {
  server: BenchServer;
  catalogue: Catalogue;
  users: number;
  shoppers: number;
}

const cases: Record<string, (options: CaseOptions) => Promise<Figure[]>> = {
  generate: async ({ catalogue }) => [
    ...generateCase(catalogue, 'living', 4_000),
    ...generateCase(catalogue, 'classic', 20_000),
  ],
  backfill: ({ server, users }) => backfillCase(server, users),
  'hand-over': ({ server, catalogue }) => handOverCase(server, catalogue),
  live: ({ server, shoppers }) => liveCase(server, shoppers),
  crowd: ({ server }) => crowdCase(server),
};

const help = `npm run bench -- datagen [flags]

  --users <n>      users of the backfill (200000); memory is compared with a tenth of them
  --shoppers <n>   new users of the live shop (3000)
  --case <name>    only this one, may be repeated: ${Object.keys(cases).join(', ')}
  --persistent     on a server that waits for its disk at each commit

Starts a server that is gone afterwards. Floors are measured in the same run, with the same rows.`;

/** Measures generator, backfill and live writing. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      users: { type: 'string', default: '200000' },
      shoppers: { type: 'string', default: '3000' },
      case: { type: 'string', multiple: true, default: Object.keys(cases) },
      persistent: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const users = Number(values.users);
  const shoppers = Number(values.shoppers);
  const unknown = values.case.find((name) => !(name in cases));
  if (values.help || unknown !== undefined || !(users >= 10_000) || !(shoppers >= 100)) {
    console.log(help);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  buildDatagen();
  const catalogue = await loadCatalogue();
  const server = await startBenchServer(values.persistent);
  const figures: Figure[] = [];
  try {
    for (const name of values.case) {
      console.log(`measuring: ${name}`);
      figures.push(...(await cases[name]!({ server, catalogue, users, shoppers })));
    }
  } finally {
    await server.stop();
  }
  printReport('datagen', figures, { users, shoppers, persistent: values.persistent });
}
