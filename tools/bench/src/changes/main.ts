import { startThrowawayServer } from '@thelook/embedded-postgres';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { buildDatagen, runDatagen } from '../datagen/datagen-process.js';
import { printReport, type Figure } from '../report.js';
import { besideCase } from './beside-case.js';
import { decodeCase } from './decode-case.js';

const help = `npm run bench -- changes [flags]

  --case <name>     decode, or beside (default: both)
  --users <n>       new users whose changes are decoded (24000)
  --seconds <n>     for which the log is followed beside two generators (30)
  --pause <n>       seconds in which nobody reads then (600)
  --full            with replica identity FULL

Reads the log of a living shop: against the server's own decoding into nothing, and beside two generators at full rate.
Starts a throw-away server that keeps all of its log.`;

const fullRate = ['serve', '--wait-for=0', '--speed=86400', '--conversion=.2', '--retain=10s'];

/** Measures how fast changes are followed. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      case: { type: 'string' },
      users: { type: 'string', default: '24000' },
      seconds: { type: 'string', default: '30' },
      pause: { type: 'string', default: '600' },
      full: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [users, seconds, pause] = [Number(values.users), Number(values.seconds), Number(values.pause)];
  const isKnown = [undefined, 'decode', 'beside'].includes(values.case);
  if (values.help || !isKnown || !(users >= 100) || !(seconds >= 1) || !(pause >= 1)) {
    console.log(help);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  buildDatagen();
  const server = await startThrowawayServer();
  const { url, drop } = await server.createDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await runDatagen(url, [...fullRate, '--max-iter=0']);
    if (values.full) await runDatagen(url, ['replica-identity', 'full']);
    const figures: Figure[] = [];
    if (values.case !== 'beside')
      figures.push(...(await decodeCase(url, client, [...fullRate, `--max-iter=${users}`])));
    if (values.case !== 'decode')
      figures.push(...(await besideCase(url, client, { seconds, pause, writes: fullRate })));
    printReport('changes', figures, { users, seconds, pause, full: values.full });
  } finally {
    await client.end();
    await drop();
    await server.stop();
  }
}
