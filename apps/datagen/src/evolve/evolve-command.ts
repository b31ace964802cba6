import { openDatabase } from '@thelook/service';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { CommandContext } from '../command-context.js';
import { addLogFlags, withExamples, type LogFlags } from '../flags/command-flags.js';
import { durationFrom } from '../flags/duration.js';
import { maxIterOption } from '../flags/serve-flags.js';
import { evolve } from './evolve.js';

interface EvolveFlags extends LogFlags {
  every?: number;
  maxIter: number;
  rate: number;
  users: boolean;
}

const examples = `
Examples:
  datagen evolve                            the next change of device_readings: create, add, widen, rename, drop
  datagen evolve --every 10m                one after the other, with readings written meanwhile
  datagen evolve --every 30s --rate 100     more of both
  datagen evolve --users                    one more column for users, once: loyalty_tier, null in every row

Each change is one transaction with a logical message, thelook.schema, that carries its statement: datagen changes shows
it (docs/cdc.md). They are recorded in thelook.schema_changes. Shop, generators and feeds go on.

Database: DATABASE_URL, or DB_HOST, DB_PORT, DB_USER, DB_PASS, DB_NAME, DB_SCHEMA.
When none is set, the embedded PostgreSQL.

Exit codes: 0 done or asked to stop, 1 failed, 2 bad usage or configuration.`;

const MOST_RATE = 1_000;
/** One writes readings, one changes their table. */
const CONNECTIONS = 2;

/** `datagen evolve`: a schema that changes, for those who follow it. */
export function createEvolveCommand(context: CommandContext): Command {
  const command = new Command('evolve')
    .description(
      'Changes the columns of a table made for it, once or on schedule, and announces each change.',
    )
    .addOption(
      new Option('--every <time>', 'time between two changes, such as 10m (default: one change)').argParser(
        durationFrom(1_000, '1s'),
      ),
    )
    .addOption(maxIterOption('changes'))
    .addOption(
      new Option('--rate <readings>', 'readings a second, with --every').argParser(parseRate).default(10),
    )
    .option('--users', 'let users gain one column, once', false);
  return withExamples(addLogFlags(command), examples).action((flags: EvolveFlags) => run(flags, context));
}

async function run(
  { quiet, json, every, maxIter, rate, users }: EvolveFlags,
  context: CommandContext,
): Promise<void> {
  const logger = context.openLogger({ quiet, json });
  const signal = context.stopSignal(logger);
  const database = await openDatabase({
    logger,
    applicationName: 'thelook-evolve',
    maxConnections: CONNECTIONS,
  });
  try {
    await evolve({ db: database.db, every, maxIter, rate, users, logger, signal });
  } catch (error) {
    if (!(signal.aborted && error === signal.reason)) throw error;
  } finally {
    await database.close();
  }
}

function parseRate(text: string): number {
  const rate = Number(text);
  if (text.trim() === '' || !(rate >= 0 && rate <= MOST_RATE)) {
    throw new InvalidArgumentError(`Allowed: readings a second from 0 to ${MOST_RATE}, such as 10 or 0.5.`);
  }
  return rate;
}
