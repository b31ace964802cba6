import type { Logger } from '@thelook/service';
import { Presets, SingleBar } from 'cli-progress';
import type { BackfillProgress, BackfillReport } from './backfill.js';
import type { EncodedChunk } from './chunk-encoder.js';

/** Between two lines of a log, in milliseconds. */
const LINE_INTERVAL = 5_000;

/** Rates over the time since the start. */
class Meter {
  readonly #started = performance.now();
  total = 0;
  before = 0;
  done = 0;
  rows = 0;
  bytes = 0;

  add(copies: EncodedChunk['copies']): void {
    this.done += 1;
    for (const { rows, data } of copies) {
      this.rows += rows;
      this.bytes += data.length;
    }
  }

  get figures(): { rate: string; throughput: string; left: string } {
    const seconds = (performance.now() - this.#started) / 1_000;
    const perSecond = (this.done - this.before) / seconds;
    return {
      rate: `${Math.round(this.rows / seconds).toLocaleString('en')} rows/s`,
      throughput: `${(this.bytes / seconds / 1e6).toFixed(1)} MB/s`,
      left: perSecond > 0 ? duration((this.total - this.done) / perSecond) : '?',
    };
  }
}

/** A bar for a terminal. */
export function terminalProgress(): BackfillProgress {
  const bar = new SingleBar(
    {
      format: '{bar} {percentage}% | {rate} | {throughput} | {left} left',
      hideCursor: true,
      gracefulExit: false,
      stream: process.stdout,
    },
    Presets.shades_classic,
  );
  const meter = new Meter();
  return {
    start(total, written) {
      Object.assign(meter, { total, before: written, done: written });
      bar.start(total, written, meter.figures);
    },
    chunk(_chunk, copies) {
      meter.add(copies);
      bar.increment(1, meter.figures);
    },
    stop: () => bar.stop(),
  };
}

/** Lines for everything that is not a terminal: one at the start, one every five seconds, one at the end. */
export function logProgress(logger: Logger): BackfillProgress {
  const meter = new Meter();
  let lastLine = performance.now();
  const line = (): void => {
    const share = meter.total === 0 ? 100 : Math.floor((meter.done / meter.total) * 100);
    const { rate, throughput, left } = meter.figures;
    logger.info({ chunks: `${meter.done}/${meter.total}`, rate, throughput, left }, `${share} % written`);
    lastLine = performance.now();
  };
  return {
    start(total, written) {
      Object.assign(meter, { total, before: written, done: written });
      if (written > 0) line();
    },
    chunk(_chunk, copies) {
      meter.add(copies);
      if (performance.now() - lastLine >= LINE_INTERVAL) line();
    },
    stop: line,
  };
}

/**
 * The table at the end.
 *
 * @example
 * summaryTable(report);
 * // table                rows     share          MB
 * // users            200,000     3.4 %        38.1
 */
export function summaryTable({ tables, seconds }: BackfillReport): string {
  const entries = Object.entries(tables);
  const total = entries.reduce(
    (sum, [, { rows, bytes }]) => ({ rows: sum.rows + rows, bytes: sum.bytes + bytes }),
    { rows: 0, bytes: 0 },
  );
  const lines = [...entries, ['total', total] as const].map(([table, { rows, bytes }]) =>
    [
      table.padEnd(16),
      rows.toLocaleString('en').padStart(15),
      `${((rows / (total.rows || 1)) * 100).toFixed(1)} %`.padStart(9),
      (bytes / 1e6).toFixed(1).padStart(11),
    ].join(' '),
  );
  const rate = Math.round(total.rows / (seconds.writing || 1)).toLocaleString('en');
  const spent = `${duration(seconds.writing)} writing (${rate} rows/s), ${duration(seconds.finishing)} indexes and statistics`;
  const head = ['table'.padEnd(16), 'rows'.padStart(15), 'share'.padStart(9), 'MB'.padStart(11)].join(' ');
  return [head, ...lines, spent].join('\n');
}

/** `47.3s`, `12m 05s`, `3h 20m` */
function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${String(Math.floor(seconds % 60)).padStart(2, '0')}s`;
  return `${Math.floor(minutes / 60)}h ${String(minutes % 60).padStart(2, '0')}m`;
}
