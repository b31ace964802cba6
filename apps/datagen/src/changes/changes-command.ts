import { openDatabase, waitForDatabase } from '@thelook/service';
import { Command, Option } from 'commander';
import { sql } from 'kysely';
import type { CommandContext } from '../command-context.js';
import { DECIMAL_MODES, type DecimalMode } from './column-json.js';
import { follow } from './follow.js';
import { FileSink } from './file-sink.js';
import { ownVersion } from './own-version.js';
import { ReaderGoneError, type Sink } from './sink.js';
import { StreamSink } from './stream-sink.js';
import { durationFrom } from '../flags/duration.js';

interface ChangesFlags {
  slot?: string;
  publication: string;
  snapshot: 'initial' | 'never';
  once: boolean;
  file?: string;
  topicPrefix: string;
  decimalHandlingMode: DecimalMode;
  heartbeat: number;
  quiet: boolean;
  json: boolean;
}

const examples = `
Examples:
  datagen changes | jq -c '[.op, .source.table, .after.status]'        what happens, as it happens
  datagen changes --snapshot initial --once > shop.ndjson              what is there now, as events
  datagen changes --slot mine --file changes.ndjson                    every change, over restarts and crashes

One line of JSON a change, in the order of commits: the envelope of Debezium's connector for PostgreSQL, without its
schema. The log of this command goes to standard error. docs/cdc.md has the fields, and how to size, watch and drop slots.

Database: DATABASE_URL, or DB_HOST, DB_PORT, DB_USER, DB_PASS, DB_NAME, DB_SCHEMA.
When none is set, the embedded PostgreSQL.

Exit codes: 0 done, asked to stop, or nobody reads any more, 1 failed, 2 bad usage or configuration.`;

/** `datagen changes`: the log of the database, readable. */
export function createChangesCommand(context: CommandContext): Command {
  return new Command('changes')
    .description(
      'Writes each change of the tables as a line of JSON, in the order of commits, as it is committed.',
    )
    .option(
      '--slot <name>',
      'slot that lasts, made if it is not there (default: one that goes with this run)',
    )
    .option('--publication <name>', 'what to follow', 'cdc_publication')
    .addOption(
      new Option('--snapshot <mode>', 'initial: the rows that are there come first')
        .choices(['initial', 'never'])
        .default('never'),
    )
    .option('--once', 'end when it has caught up with the moment of the start', false)
    .option('--file <path>', 'write to a file, and go on where it ends (default: standard output)')
    .option('--topic-prefix <name>', 'source.name, and what topics begin with', 'thelook')
    .addOption(
      new Option('--decimal-handling-mode <mode>', 'exact decimals as text, or as JSON numbers')
        .choices(DECIMAL_MODES)
        .default('string'),
    )
    .addOption(
      new Option(
        '--heartbeat <time>',
        'time between two messages that let the log move on, such as 30s (default: none)',
      )
        .argParser(durationFrom(1_000, '1s'))
        .default(0, 'none'),
    )
    .option('-q, --quiet', 'log warnings and errors only', false)
    .option('--json', 'log one JSON object a line', false)
    .allowExcessArguments(false)
    .showHelpAfterError('(--help lists the flags)')
    .addHelpText('after', examples)
    .exitOverride()
    .action((flags: ChangesFlags) => run(flags, context));
}

async function run(flags: ChangesFlags, context: CommandContext): Promise<void> {
  const { slot, publication, snapshot, once, topicPrefix, decimalHandlingMode, heartbeat } = flags;
  const logger = context.openLogger({ ...flags, stream: 'stderr' });
  const signal = context.stopSignal(logger);
  const sink = sinkOf(flags);
  const database = await openDatabase({ logger, applicationName: 'thelook-changes', maxConnections: 3 });
  try {
    await waitForDatabase(database.db, { logger, signal });
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(database.db);
    const flow = await follow({
      ...{ database, publication, slot, once, sink, signal, logger },
      name: rows[0]!.name,
      snapshot: snapshot === 'initial',
      heartbeatMs: heartbeat,
      prefix: topicPrefix,
      version: ownVersion(),
      decimals: decimalHandlingMode,
      onReady: () => logger.info({ publication, slot }, 'following the changes'),
    });
    logger.info({ ...flow }, 'the changes are written');
  } catch (error) {
    if (error instanceof ReaderGoneError || (signal.aborted && error === signal.reason)) return;
    throw error;
  } finally {
    await sink.close();
    await database.close();
  }
}

function sinkOf({ file }: ChangesFlags): Sink {
  return file === undefined ? new StreamSink(process.stdout) : new FileSink(file);
}
