import { createLives, loadCatalogue, PATTERNS, reveal, type Pattern } from '@thelook/models';
import { parseArgs } from 'node:util';
import { printReport } from '../report.js';
import { measure } from './measure.js';
import { Ledger } from './ledger.js';

const help = `npm run bench -- figures [flags]

  --users <n>          lives that are revealed (50000)
  --seed <text>        (1)
  --conversion <share> orders a visit (.2)
  --pattern <name>     ${PATTERNS.join(', ')} (yearly)

Reveals lives of the living shop, without a database, and holds what they come to against the figures that it should have.`;

const since = Date.UTC(2019, 0, 1);
const until = Date.UTC(2026, 10, 1);

/** Measures the figures of the living shop on lives of a seed. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      users: { type: 'string', default: '50000' },
      seed: { type: 'string', default: '1' },
      conversion: { type: 'string', default: '.2' },
      pattern: { type: 'string', default: 'yearly' },
      help: { type: 'boolean', default: false },
    },
  });
  const users = Number(values.users);
  const { seed } = values;
  if (values.help || !(users >= 1_000)) {
    console.log(help);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const catalogue = await loadCatalogue();
  const lives = createLives({
    ...{ catalogue, seed, conversion: Number(values.conversion), pattern: values.pattern as Pattern },
  });
  const signUps = lives.signUps(since, until);
  const ledger = new Ledger(catalogue, until);
  const started = performance.now();
  for (let number = 0; number < users; number += 1) {
    const at = signUps.at(number);
    const world = { realAt: (moment: number) => moment, idTime: () => at, shelf: 'made to order' as const };
    ledger.add(reveal(lives, lives.begin(number, at), until, world).rows);
  }
  const seconds = (performance.now() - started) / 1_000;
  const rate = { name: 'revealed and counted', value: ledger.rows / seconds, unit: 'rows/s' };
  printReport('figures', [...measure(ledger, catalogue), rate], { users, seed });
}
