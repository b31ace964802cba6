import { openDatabase, UsageError, waitForDatabase } from '@thelook/service';
import { Command, Option } from 'commander';
import { sql } from 'kysely';
import type { CommandContext } from '../command-context.js';
import { DECIMAL_MODES, type DecimalMode } from './column-json.js';
import { follow } from './follow.js';
import { FileSink } from './file-sink.js';
import { KafkaSink } from './kafka-sink.js';
import { NatsSink } from './nats-sink.js';
import { ownVersion } from './own-version.js';
import { ReaderGoneError, type Sink } from './sink.js';
import { StreamSink } from './stream-sink.js';
import { durationFrom } from '../flags/duration.js';
import { addFaultFlags, withFaults, type FaultFlags } from '../flags/fault-flags.js';
import { addLogFlags, withExamples } from '../flags/command-flags.js';

interface ChangesFlags extends FaultFlags {
  slot?: string;
  publication: string;
  snapshot: 'initial' | 'never';
  once: boolean;
  file?: string;
  nats?: string;
  stream: string;
  kafka?: string;
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
  datagen changes --slot mine --nats nats://localhost:4222             the same, in a stream

One line of JSON a change, in the order of commits: the envelope of Debezium's connector for PostgreSQL, without its
schema. The log of this command goes to standard error. docs/cdc.md has the fields, and how to size, watch and drop slots.

Database: DATABASE_URL, or DB_HOST, DB_PORT, DB_USER, DB_PASS, DB_NAME, DB_SCHEMA.
When none is set, the embedded PostgreSQL.

Exit codes: 0 done, asked to stop, or nobody reads any more, 1 failed, 2 bad usage or configuration.`;

/** `datagen changes`: the log of the database, readable. */
export function createChangesCommand(context: CommandContext): Command {
  const command = new Command('changes')
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
    .option('--nats <servers>', 'write to a stream of NATS JetStream, such as nats://localhost:4222')
    .option('--stream <name>', 'which one; made if it is not there', 'THELOOK')
    .option('--kafka <brokers>', 'write to Kafka, a topic a table, such as localhost:9092')
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
    );
  return withExamples(addLogFlags(addFaultFlags(command)), examples).action((flags: ChangesFlags) =>
    run(flags, context),
  );
}

async function run(flags: ChangesFlags, context: CommandContext): Promise<void> {
  const { slot, publication, snapshot, once, topicPrefix, decimalHandlingMode, heartbeat } = flags;
  const logger = context.openLogger({ ...flags, stream: 'stderr' });
  const signal = context.stopSignal(logger);
  const sink = withFaults(sinkOf(flags), flags);
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

/** @throws {UsageError} when there are several places to write to */
function sinkOf({ file, nats, kafka, stream, topicPrefix: prefix }: ChangesFlags): Sink {
  const named = Object.entries({ file, nats, kafka }).flatMap(([name, value]) =>
    value ? [`--${name} ${value}`] : [],
  );
  if (named.length > 1)
    throw new UsageError('the place to write to', named.join(' '), 'one of --file, --nats and --kafka');
  if (file !== undefined) return new FileSink(file);
  if (nats !== undefined) return new NatsSink({ servers: nats, stream, prefix });
  if (kafka !== undefined) return new KafkaSink({ brokers: kafka });
  return new StreamSink(process.stdout);
}
