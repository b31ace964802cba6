import type { ThrowawayServer } from '@thelook/embedded-postgres';
import pg, { type Connection, type Submittable } from 'pg';
import type { Figure } from '../report.js';
import { runDatagen, type DatagenRun } from './datagen-process.js';
import { Recorder, type RecordedTransaction } from './recorder.js';

const ROUNDS = 3;
/** Sixty days a minute: among the lives that begin, orders of those before are shipped, delivered and sent back. */
const shop = ['--seed', '1', '--wait-for', '0', '--speed', '86400'];

/**
 * The living shop as fast as it goes, and bare commits of what it wrote: the transactions of such a run, recorded on
 * their way and ready made, one after the other on one connection. In turns, each on a copy of the same database, the
 * best round of each counting.
 */
export async function liveCase(server: Pick<ThrowawayServer, 'url'>, count: number): Promise<Figure[]> {
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  const opened = await copyOf(admin, server.url, 'template1');
  try {
    await runDatagen(opened, [...shop, '--max-iter', '0']);
    const anew = <Result>(work: (url: string) => Promise<Result>) => onCopy(admin, opened, work);
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
  } finally {
    await drop(admin, opened);
    await admin.end();
  }
}

function closing({ lines }: DatagenRun): { rows: number; seconds: number } {
  const closed = lines.find(({ msg }) => msg === 'the shop is closed') ?? {};
  return { rows: Number(closed['rows']), seconds: Number(closed['seconds']) };
}

let copies = 0;

async function copyOf(admin: pg.Client, url: string, template: string): Promise<string> {
  const copy = new URL(url);
  copies += 1;
  copy.pathname = `/bench_live_${process.pid}_${copies}`;
  await admin.query(`create database ${copy.pathname.slice(1)} template ${template}`);
  return copy.href;
}

async function drop(admin: pg.Client, url: string): Promise<void> {
  await admin.query(`drop database ${new URL(url).pathname.slice(1)} with (force)`);
}

async function onCopy<Result>(
  admin: pg.Client,
  of: string,
  work: (url: string) => Promise<Result>,
): Promise<Result> {
  const url = await copyOf(admin, of, new URL(of).pathname.slice(1));
  try {
    await admin.query('checkpoint');
    return await work(url);
  } finally {
    await drop(admin, url);
  }
}

/** @returns seconds for all of them, each sent when the one before has been committed */
async function replaySeconds(url: string, transactions: readonly RecordedTransaction[]): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const started = performance.now();
    for (const bytes of transactions) {
      const replayed = new Replayed(bytes);
      client.query(replayed);
      await replayed.done;
    }
    return (performance.now() - started) / 1_000;
  } finally {
    await client.end();
  }
}

/** A transaction for pg, in the bytes that are to be sent. */
class Replayed implements Submittable {
  readonly done: Promise<void>;
  #resolve!: () => void;
  #reject!: (error: Error) => void;

  constructor(readonly bytes: RecordedTransaction) {
    this.done = new Promise((resolve, reject) => ([this.#resolve, this.#reject] = [resolve, reject]));
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
    this.#resolve();
  }

  handleError(error: Error): void {
    this.#reject(error);
  }
}
