import { Command, InvalidArgumentError, Option } from 'commander';
import { availableParallelism } from 'node:os';
import type { CommandContext } from '../command-context.js';
import { logProgress, summaryTable, terminalProgress } from './backfill-progress.js';
import { backfill, type BackfillOptions, type BackfillReport } from './backfill.js';
import { addHistoryFlags } from '../flags/history-flags.js';
import { ifExistsOption } from '../flags/serve-flags.js';
import { addLogFlags, withExamples } from '../flags/command-flags.js';

/** PostgreSQL takes a core for each; the generator, which needs half of one, gets what they leave when they wait. */
const defaultJobs = Math.min(8, availableParallelism());

const examples = `
Examples:
  datagen backfill --users 1000000                      a million users from 2019 to now: 29 million rows
  datagen backfill --size 5GB --since 2023-01-01        three years that fill about 5 GB
  datagen backfill --rows 10_000_000 --if-exists replace    in the place of what is there
  datagen backfill --users 50000000 --seed 7 --shard 2/8    the second of eight machines, into one database

Stopped or killed, the same command goes on where it was; nothing is written twice.
Afterwards, datagen serve goes on live from there.

Exit codes: 0 done or asked to stop, 1 failed, 2 bad usage or configuration.`;

type BackfillFlags = BackfillOptions & { quiet: boolean; json: boolean };

/** `datagen backfill` */
export function createBackfillCommand(context: CommandContext): Command {
  const command = new Command('backfill').description(
    'Fills the shop with its past, as fast as PostgreSQL takes it: users since 2019 with orders, stock and web events.',
  );
  return withExamples(
    addLogFlags(
      addHistoryFlags(command)
        .addOption(
          new Option('-j, --jobs <count>', 'connections that write at the same time')
            .argParser(parseJobs)
            .default(defaultJobs),
        )
        .addOption(ifExistsOption()),
    ),
    examples,
  ).action((flags: BackfillFlags) => run(flags, context));
}

async function run({ quiet, json, ...options }: BackfillFlags, context: CommandContext): Promise<void> {
  const logger = context.openLogger({ quiet, json });
  const signal = context.stopSignal(logger);
  const isTerminal = process.stdout.isTTY && !json && !quiet;
  const progress = isTerminal ? terminalProgress() : logProgress(logger);
  try {
    const report = await backfill(options, { logger, signal, progress });
    if (isTerminal) console.log(summaryTable(report));
    else if (json) logger.info({ ...report.tables, ...report.seconds }, 'summary');
    else for (const line of summaryTable(report).split('\n')) logger.info(line);
    logger.info({ seed: report.seed, until: report.until }, closing(report));
  } catch (error) {
    if (!(signal.aborted && error === signal.reason)) throw error;
  }
}

function closing({ outcome, tables }: BackfillReport): string {
  if (outcome === 'stopped') return 'stopped; the same command goes on from here';
  if (outcome === 'shard') return 'this shard is complete; the last one builds the indexes';
  return tables.users.rows === 0 ? 'nothing to do, this backfill is complete' : 'the backfill is complete';
}

function parseJobs(text: string): number {
  const jobs = Number(text);
  if (!Number.isSafeInteger(jobs) || jobs < 1 || jobs > 64) {
    throw new InvalidArgumentError('Allowed: a whole number from 1 to 64.');
  }
  return jobs;
}
