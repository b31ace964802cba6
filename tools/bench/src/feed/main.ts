import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { printReport, type Figure } from '../report.js';
import { ageCase } from './age-case.js';
import { BenchDatabases } from './bench-database.js';
import { connectCase } from './connect-case.js';
import { delayCase } from './delay-case.js';
import type { ProfileEntry } from './profiler.js';
import { recordsCase, type CaseOptions } from './records-case.js';
import { returnCase } from './return-case.js';
import { slowReaderCase } from './slow-reader-case.js';
import { summaryCase } from './summary-case.js';

const cases: Record<string, (options: CaseOptions) => Promise<Figure[]>> = {
  records: recordsCase,
  summary: summaryCase,
  'slow-reader': slowReaderCase,
  connect: connectCase,
  age: ageCase,
  return: returnCase,
  delay: (options) => delayCase(options, 1, 1.2),
  'short-delay': (options) => delayCase(options, 0.1, 0.25),
};

const help = `npm run bench -- feed [flags]

  --seconds <n>   how long each case is measured (10)
  --clients <n>   in the cases age and return (10000)
  --case <name>   only this one, may be repeated: ${Object.keys(cases).join(', ')}
  --profile       also look where the server's time goes, after each case

Starts server, throw-away database, writer and clients, all on the loopback interface. 10,000 clients need as many open
files in the server, so the limit (ulimit -n) must be at least 11000. Stops by itself after three to four minutes.`;

/** Measures the feed. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '10' },
      clients: { type: 'string', default: '10000' },
      case: { type: 'string', multiple: true, default: Object.keys(cases) },
      profile: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [seconds = 0, clients = 0] = [values.seconds, values.clients].map(Number);
  const unknown = values.case.find((name) => !(name in cases));
  if (values.help || unknown !== undefined || !(seconds >= 1 && seconds <= 600) || !(clients >= 1)) {
    console.log(help);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const databases = await BenchDatabases.start();
  const figures: Figure[] = [];
  const profiles: Record<string, ProfileEntry[]> = {};
  try {
    for (const name of values.case) {
      console.log(`measuring: ${name}`);
      const onProfile = (entries: ProfileEntry[]) => {
        profiles[name] = entries;
      };
      const options = { databases, seconds, clients, ...(values.profile && { onProfile }) };
      figures.push(...(await cases[name]!(options)));
    }
  } finally {
    await databases.stop();
  }
  for (const [name, entries] of Object.entries(profiles)) {
    console.log(`\nwhere the server's time goes: ${name}`);
    for (const { where, percent } of entries) console.log(`${String(percent).padStart(6)} %  ${where}`);
  }
  const machine = { cores: cpus().length, node: process.version };
  printReport('feed', figures, { seconds, machine, ...(values.profile && { profiles }) });
}
