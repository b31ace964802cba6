import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { DatagenProcess } from '../datagen/datagen-process.js';
import type { Figure } from '../report.js';
import { ChangesProcess } from './changes-process.js';

const SLOT = 'bench_beside';
const SAMPLE_MS = 250;
const follow = [`--slot=${SLOT}`];

/** Where the log is, and where the reader, in bytes, at a moment in seconds. */
interface Sample {
  at: number;
  here: number;
  confirmed: number;
}

async function look(client: pg.Client): Promise<Sample> {
  const { rows } = await client.query<Omit<Sample, 'at'>>(
    `select (pg_current_wal_lsn() - '0/0')::float8 as here, (confirmed_flush_lsn - '0/0')::float8 as confirmed
     from pg_replication_slots where slot_name = '${SLOT}'`,
  );
  return { at: performance.now() / 1_000, ...rows[0]! };
}

export interface BesideOptions {
  /** For how long the log is followed beside generators. */
  seconds: number;
  /** For how long nobody reads then, in seconds. */
  pause: number;
  /** Flags of both generators. */
  writes: readonly string[];
}

/** Follows the log beside two generators, stops for a while, and catches up beside them. */
export async function besideCase(
  url: string,
  client: pg.Client,
  { seconds, pause, writes }: BesideOptions,
): Promise<Figure[]> {
  await client.query(`select pg_create_logical_replication_slot('${SLOT}', 'pgoutput')`);
  let reader = new ChangesProcess(url, follow);
  const generators = [new DatagenProcess(url, writes), new DatagenProcess(url, writes)];
  await untilActive(client, reader);
  console.log('measuring: beside two generators');
  const samples: Sample[] = [];
  let lag = 0;
  let beside = 0;
  for (const until = performance.now() + seconds * 1_000; performance.now() < until; await sleep(SAMPLE_MS)) {
    const now = await look(client);
    samples.push(now);
    // As far behind as the moment at which the log was where the reader is now.
    const then = samples.findLast(({ here }) => here <= now.confirmed) ?? samples[0]!;
    lag = Math.max(lag, now.at - then.at);
    beside = Math.max(beside, reader.megabytes);
  }
  await reader.stop();
  console.log(`nobody reads for ${pause} s`);
  const stopped = await look(client);
  await sleep(pause * 1_000);
  console.log('measuring: catching up');
  reader = new ChangesProcess(url, follow);
  await untilActive(client, reader);
  const resumed = await look(client);
  const writing = (resumed.here - stopped.here) / (resumed.at - stopped.at);
  const megabytes: number[] = [];
  let now = resumed;
  // Until it is a second behind; the generators go on meanwhile.
  while (now.here - now.confirmed > writing) {
    if (!reader.isRunning) await reader.end();
    await sleep(SAMPLE_MS);
    now = await look(client);
    megabytes.push(reader.megabytes);
  }
  const reading = (now.confirmed - resumed.confirmed) / (now.at - resumed.at);
  const writingMeanwhile = (now.here - resumed.here) / (now.at - resumed.at);
  await Promise.all([reader.stop(), ...generators.map((generator) => generator.stop())]);
  await client.query(`select pg_drop_replication_slot('${SLOT}')`);
  return [
    { name: 'log written by two generators, nobody reading', value: writing / 2 ** 20, unit: 'MB/s' },
    { name: 'longest lag beside them', value: lag, unit: 's', atMost: 5 },
    { name: `read after ${pause} s of nobody reading`, value: reading / 2 ** 20, unit: 'MB/s' },
    { name: '  to what was written before', value: reading / writing, unit: '', atLeast: 2 },
    { name: '  to what is written meanwhile', value: reading / writingMeanwhile, unit: '' },
    { name: 'caught up after', value: now.at - resumed.at, unit: 's' },
    { name: 'memory beside generators, highest', value: beside, unit: 'MB' },
    { name: 'memory catching up, highest', value: Math.max(...megabytes), unit: 'MB', atMost: 256 },
    { name: '  in its second half, to its first', value: growthOf(megabytes), unit: '', atMost: 1.1 },
  ];
}

/** The highest of the second half, to the highest of the first: 1 for what does not grow with what there is to read. */
function growthOf(samples: readonly number[]): number {
  const middle = Math.ceil(samples.length / 2);
  return Math.max(...samples.slice(middle)) / Math.max(...samples.slice(0, middle));
}

/** Resolves when the slot is read. @throws when the reader has ended instead */
async function untilActive(client: pg.Client, reader: ChangesProcess): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ active: boolean }>(
      `select active from pg_replication_slots where slot_name = '${SLOT}'`,
    );
    if (rows[0]?.active) return;
    if (!reader.isRunning) await reader.end();
    await sleep(50);
  }
}
