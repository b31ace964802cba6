import { randomInt } from 'node:crypto';
import { loadCatalogue } from '@thelook/models';
import { UsageError, type Logger } from '@thelook/service';
import { Presets, SingleBar } from 'cli-progress';
import { Command, Option } from 'commander';
import { addFaultFlags, withFaults, type FaultFlags } from '../flags/fault-flags.js';
import { addHistoryFlags, type HistoryFlags } from '../flags/history-flags.js';
import { planHistory } from '../backfill/history-plan.js';
import { createHistory } from '../backfill/history.js';
import type { CommandContext } from '../command-context.js';
import { ownVersion } from '../changes/own-version.js';
import { exportChanges } from './export-changes.js';
import { exportHistory, formats, type ExportOptions, type Format } from './export-history.js';
import { addLogFlags, withExamples } from '../flags/command-flags.js';

interface ExportFlags extends HistoryFlags, FaultFlags {
  as: 'rows' | 'changes';
  format: Format;
  out: string;
  force: boolean;
  quiet: boolean;
  json: boolean;
}

/** Between two lines of a log, in milliseconds. */
const LINE_INTERVAL = 5_000;

const examples = `
Examples:
  datagen export --users 100000 --out history                        CSV, one file a table
  datagen export --users 100000 --out history --format parquet       for DuckDB, Spark, pandas, BigQuery
  datagen export --users 100000 --out history --as changes           as datagen changes tells them (docs/cdc.md)
  datagen export --users 1000000 --seed 7 --until 2026-01-01 --shard 2/8 --out part2

With the same flags, --seed and --until the files hold the very rows that datagen backfill writes.
CSV loads back with: \\copy ecommerce.users from history/users.csv csv header

Exit codes: 0 done or asked to stop (then there are no files), 1 failed, 2 bad usage or configuration.`;

/** `datagen export`: writes a history to files. */
export function createExportCommand(context: CommandContext): Command {
  const command = new Command('export').description(
    "Writes the shop's past to files, one a table: the same rows as backfill, for those who load elsewhere.",
  );
  return withExamples(
    addLogFlags(
      addFaultFlags(addHistoryFlags(command))
        .addOption(
          new Option(
            '--as <what>',
            'rows, one file a table, or the changes that led to them, in the order of time',
          )
            .choices(['rows', 'changes'])
            .default('rows'),
        )
        .addOption(new Option('-f, --format <format>', 'what to write').choices(formats).default('csv'))
        .requiredOption('-o, --out <folder>', 'where to write')
        .option('--force', 'replace files that are there', false),
    ),
    examples,
  ).action((flags: ExportFlags) => run(flags, context));
}

async function run(flags: ExportFlags, context: CommandContext): Promise<void> {
  const { quiet, json, since, shard, format, out, force, as } = flags;
  const logger = context.openLogger({ quiet, json });
  const signal = context.stopSignal(logger);
  if (shard.count > 1 && (flags.seed === undefined || flags.until === undefined)) {
    throw new UsageError(
      '--shard',
      `${shard.number}/${shard.count}`,
      'together with --seed and --until, the same for every shard',
    );
  }
  const hasFaults = flags.late + flags.duplicate + flags.outOfOrder + flags.corrupt > 0;
  if (hasFaults && (as === 'rows' || shard.count > 1)) {
    throw new UsageError('faults', as === 'rows' ? '--as rows' : '--shard', '--as changes, without --shard');
  }
  const catalogue = await loadCatalogue(flags.dataDir);
  const seeded = { seed: String(randomInt(2 ** 32)), until: new Date() };
  const { description, span, size } = planHistory(flags, catalogue, seeded);
  const history = createHistory({ catalogue, description, span });
  const { seed } = description;
  const { users } = span;
  const until = new Date(span.until);
  logger.info(
    { seed, users, since, until, shard: `${shard.number}/${shard.count}` },
    `writing ${as === 'rows' ? format : as} to ${out}`,
  );

  const started = performance.now();
  const progress = process.stdout.isTTY && !json && !quiet ? bar : lines;
  const { onProgress, stop } = progress(Math.ceil(users / shard.count), logger);
  const options = { history, out, shard, force, signal, onProgress };
  const writing =
    as === 'rows'
      ? exportHistory({ ...options, catalogue, format })
      : exportChanges({
          ...options,
          span,
          expected: users * size.rows,
          version: ownVersion(),
          through: (sink) => withFaults(sink, flags),
        });
  const files = await writing.finally(stop);
  if (signal.aborted && files.length === 0) {
    logger.info('stopped; no files were left');
    return;
  }
  const seconds = (performance.now() - started) / 1_000;
  for (const { path, rows, bytes } of files) logger.info({ rows, bytes }, path);
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  logger.info(
    { rows, seconds: Number(seconds.toFixed(2)), 'rows/s': Math.round(rows / seconds), seed, until },
    'the export is complete',
  );
}

interface Progress {
  onProgress: NonNullable<ExportOptions['onProgress']>;
  stop(): void;
}

function bar(total: number): Progress {
  const format = '{bar} {percentage}% | {rate} rows/s | {throughput} MB/s | {eta_formatted} left';
  const shown = new SingleBar({ format, hideCursor: true, gracefulExit: false }, Presets.shades_classic);
  const started = performance.now();
  shown.start(total, 0, { rate: 0, throughput: 0 });
  return {
    onProgress({ users, rows, bytes }) {
      const seconds = (performance.now() - started) / 1_000;
      const rate = Math.round(rows / seconds).toLocaleString('en');
      shown.update(Math.min(users, total), { rate, throughput: (bytes / seconds / 1e6).toFixed(1) });
    },
    stop: () => shown.stop(),
  };
}

/** Lines for everything that is not a terminal. */
function lines(total: number, logger: Logger): Progress {
  let last = performance.now();
  return {
    onProgress({ users, rows, bytes }) {
      if (performance.now() - last < LINE_INTERVAL) return;
      last = performance.now();
      const share = Math.min(100, Math.floor((users / total) * 100));
      logger.info({ users, rows, bytes }, `${share} % written`);
    },
    stop: () => undefined,
  };
}
