import pg, { type Connection, type Submittable } from 'pg';
import type { BenchServer } from '../bench-server.js';
import type { Figure } from '../report.js';
import { onNewDatabase } from './bench-databases.js';
import { runDatagen, type DatagenRun } from './datagen-process.js';
import { Recorder, type RecordedTransaction } from './recorder.js';

const ROUNDS = 3;
/** What a step is answered that comes too late, to those recorded, too; and the share of them that is believed. */
const REFUSED = 'TL';
const MOST_REFUSED = 0.01;
/** Sixty days a minute: among the lives that begin, orders of those before are shipped, delivered and sent back. */
const shop = ['--seed', '1', '--wait-for', '0', '--speed', '86400'];

/**
 * The living shop as fast as it goes, and bare commits of what it wrote: the transactions of such a run, recorded on
 * their way and ready made, one after the other on one connection. In turns, each on a copy of the same database, the
 * best round of each counting.
 */
export function liveCase(server: BenchServer, count: number): Promise<Figure[]> {
  return onNewDatabase(server, async (opened) => {
    await runDatagen(opened, [...shop, '--max-iter', '0']);
    const anew = <Result>(work: (url: string) => Promise<Result>) => onNewDatabase(server, work, opened);
    const run = (url: string) => runDatagen(url, [...shop, '--max-iter', String(count)]);
    const recorded = await anew(async (url) => {
      const recorder = await Recorder.start(url);
      const closed = closing(await run(recorder.url));
      recorder.stop();
      return { ...closed, transactions: recorder.transactions };
    });
    let [ours, bare] = [0, 0];
    for (let round = 0; round < ROUNDS; round += 1) {
      const { rows, seconds } = closing(await anew(run));
      ours = Math.max(ours, rows / seconds);
      bare = Math.max(bare, recorded.rows / (await anew((url) => replaySeconds(url, recorded.transactions))));
    }
    const rowsEach = recorded.rows / recorded.transactions.length;
    return [
      { name: 'live, --wait-for 0', value: ours, unit: 'rows/s' },
      { name: '  new users', value: (ours / recorded.rows) * count, unit: '1/s' },
      { name: '  transactions', value: ours / rowsEach, unit: '1/s' },
      { name: 'floor: bare commits of the same', value: bare, unit: 'rows/s' },
      { name: 'live to floor', value: ours / bare, unit: '', atLeast: 0.7 },
    ];
  });
}

function closing({ lines }: DatagenRun): { rows: number; seconds: number } {
  const closed = lines.find(({ msg }) => msg === 'the shop is closed') ?? {};
  return { rows: Number(closed['rows']), seconds: Number(closed['seconds']) };
}

/** @returns seconds for all of them, each sent when the one before has been committed */
async function replaySeconds(url: string, transactions: readonly RecordedTransaction[]): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const started = performance.now();
    let refused = 0;
    for (const bytes of transactions) {
      const replayed = new Replayed(bytes);
      client.query(replayed);
      if (await replayed.isRefused) refused += 1;
    }
    if (refused > MOST_REFUSED * transactions.length) throw new Error(`${refused} steps were refused`);
    return (performance.now() - started) / 1_000;
  } finally {
    await client.end();
  }
}

/** A transaction for pg, in the bytes that are to be sent. */
class Replayed implements Submittable {
  /** Whether it was too late for its step, or for a piece. */
  readonly isRefused: Promise<boolean>;
  #resolve!: (isRefused: boolean) => void;
  #reject!: (error: Error) => void;
  #refused = false;

  constructor(readonly bytes: RecordedTransaction) {
    this.isRefused = new Promise((resolve, reject) => ([this.#resolve, this.#reject] = [resolve, reject]));
  }

  submit({ stream }: Connection): void {
    stream.write(this.bytes);
  }

  handleRowDescription(): void {
    // What functions give is nothing.
  }

  handleDataRow(): void {
    // As above.
  }

  handleCommandComplete(): void {
    // There may be several statements.
  }

  handleCopyInResponse(): void {
    // The data is on its way.
  }

  handleReadyForQuery(): void {
    this.#resolve(this.#refused);
  }

  handleError(error: pg.DatabaseError): void {
    if (error.code?.startsWith(REFUSED)) this.#refused = true;
    else this.#reject(error);
  }
}
