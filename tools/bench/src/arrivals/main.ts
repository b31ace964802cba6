import { startThrowawayServer } from '@thelook/embedded-postgres';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { RunningProcess, sourceFlags } from '../../../../apps/e2e/src/running-process.js';
import { printReport } from '../report.js';
import { chanceOfExponential } from './exponential.js';

const help = `npm run bench -- arrivals [flags]

  --rate <n>     new users a second (50)
  --seconds <n>  how long they come (240)

Lets users come to a living shop, and tests the moments of their sign-ups against a Poisson process. Starts a throw-away
server.`;

/** What comes first is left out: a user signs up at the end of a visit, for which those of before the start are missing. */
const LEFT_OUT_SECONDS = 2;

/** Measures how users come. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      rate: { type: 'string', default: '50' },
      seconds: { type: 'string', default: '240' },
      help: { type: 'boolean', default: false },
    },
  });
  const [rate, seconds] = [Number(values.rate), Number(values.seconds)];
  if (values.help || !(rate > 0) || !(seconds >= 10)) {
    console.log(help);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const moments = await signUps(rate, seconds);
  // Moments are whole milliseconds; what was cut off is put back by chance.
  const exact = moments.map((moment) => moment + Math.random() / 1_000).sort((one, other) => one - other);
  const gaps = exact.slice(1).map((moment, place) => moment - exact[place]!);
  const mean = gaps.length / (exact.at(-1)! - exact[0]!);
  printReport(
    'arrivals',
    [
      { name: 'sign-ups', value: moments.length, unit: '' },
      { name: 'a second', value: mean, unit: '1/s' },
      {
        name: 'a second, to what was asked for: off by',
        value: Math.abs(mean / rate - 1),
        unit: '',
        atMost: 0.02,
      },
      {
        name: 'Kolmogorov-Smirnov of the gaps against the exponential, p',
        value: chanceOfExponential(gaps, rate),
        unit: '',
        atLeast: 0.01,
      },
    ],
    { rate, seconds },
  );
}

/** The moments at which users signed up, in seconds. */
async function signUps(rate: number, seconds: number): Promise<number[]> {
  const server = await startThrowawayServer();
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const flags = ['serve', '--rate', String(rate), '--conversion', '.2'];
  const args = [...sourceFlags, 'apps/datagen/src/main.ts', ...flags];
  const shop = new RunningProcess(process.execPath, args, { DATABASE_URL: server.url });
  try {
    await shop.untilOutput(/the shop is open/);
    await sleep((seconds + LEFT_OUT_SECONDS) * 1_000);
    if (shop.hasEnded) throw new Error(`the generator has ended:\n${shop.output}`);
    const { rows } = await client.query<{ moment: number }>(
      `select extract(epoch from created_at)::float8 as moment from ecommerce.users
        where created_at > (select min(real_from) from thelook.clock) + make_interval(secs => $1)`,
      [LEFT_OUT_SECONDS],
    );
    return rows.map(({ moment }) => moment);
  } finally {
    await shop.end();
    await client.end();
    await server.stop();
  }
}
