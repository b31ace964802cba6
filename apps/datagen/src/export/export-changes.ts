import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { columnsOf, tableNames, type SqlType } from '@thelook/db';
import { tupleMaker, type Relation } from '@thelook/db/internal';
import { chunksOf } from '../backfill/chunks.js';
import type { History } from '../backfill/history.js';
import { EnvelopeWriter } from '../changes/envelope.js';
import type { ChangeBatch, Sink } from '../changes/sink.js';
import type { Shard } from '../flags/history-flags.js';
import { FilesExistError } from './errors.js';
import type { ExportedFile } from './export-history.js';
import { transactionsOf, type CompactChange } from './history-changes.js';
import { PartialFile } from './partial-file.js';
import { TimeBuckets } from './time-buckets.js';

export interface ExportChangesOptions {
  history: History;
  /** The bounds of the history, in milliseconds since 1970. */
  span: { since: number; until: number };
  /** Changes that are expected, at least about. */
  expected: number;
  out: string;
  shard: Shard;
  force: boolean;
  version: string;
  /** What the lines go through on their way to the file. */
  through?: (sink: Sink) => Sink;
  /** Gives up, and leaves nothing behind. */
  signal: AbortSignal;
  onProgress?: (done: { users: number; rows: number; bytes: number }) => void;
}

const USERS_PER_TURN = 20;
/** Changes of a bucket, in the mean: some tens of megabytes where most happens. */
const CHANGES_PER_BUCKET = 50_000;
/** Places of the synthetic log for each millisecond; a millisecond with more takes some of the next one's. */
const PLACES_PER_MS = 4_096;
const PIECE_LENGTH = 262_144;

/** As in PostgreSQL's `pg_type.dat`. */
const typeOids: Readonly<Record<SqlType, number>> = {
  uuid: 2950,
  text: 25,
  smallint: 21,
  integer: 23,
  numeric: 1700,
  'double precision': 701,
  timestamptz: 1184,
};

/** The tables as the server would tell of them. */
const relations = tableNames.map((name, index): Relation => ({
  oid: index + 1,
  schema: 'ecommerce',
  name,
  replicaIdentity: 'default',
  columns: columnsOf(name).map(([column, { type }], place) => ({
    name: column,
    type: typeOids[type],
    typeModifier: -1,
    isKey: place === 0,
  })),
}));

/**
 * Writes the changes that have led to a history's rows, in the order of time, as `changes` would have told them: one file,
 * `changes.ndjson`. That of a shard, `changes.2-of-8.tsv`, has before each line what `sort -m` merges them by.
 *
 * @returns what has been written; nothing when the signal fired
 * @throws {FilesExistError} for a file that is there, without `force`
 */
export async function exportChanges(options: ExportChangesOptions): Promise<ExportedFile[]> {
  const { out, shard, force, span, expected, signal } = options;
  const isWhole = shard.count === 1;
  const name = isWhole ? 'changes.ndjson' : `changes.${shard.number}-of-${shard.count}.tsv`;
  await mkdir(out, { recursive: true });
  const isThere = await access(join(out, name)).then(
    () => true,
    () => false,
  );
  if (isThere && !force) throw new FilesExistError(out, [name]);
  const file = await PartialFile.create(join(out, name));
  const buckets = await TimeBuckets.open({
    ...span,
    folder: join(out, `${name}.buckets`),
    count: Math.ceil(expected / shard.count / CHANGES_PER_BUCKET),
  });
  const { through = (sink) => sink } = options;
  const sink = through(new PartialFileSink(file, !isWhole));
  try {
    await spill(options, buckets);
    const rows = signal.aborted ? 0 : await merge(options, buckets, sink);
    await sink.close();
    await file.close();
    if (signal.aborted) return [];
    await file.publish();
    return [{ path: file.path, rows, bytes: file.bytes }];
  } finally {
    await buckets.close();
    await file.discard();
  }
}

/** Everything that happens, life by life. */
async function spill(
  { history, span, shard, signal, onProgress }: ExportChangesOptions,
  buckets: TimeBuckets,
): Promise<void> {
  let users = 0;
  for (const { from, to } of chunksOf(history.users, shard)) {
    for (let index = from; index < to; index += 1) {
      let number = 0;
      for (const { at, changes } of transactionsOf(history.steps(index), span.until)) {
        // In the order of time, and within a moment of lives and of what they do.
        const order = `${pad(at, 14)}${pad(index, 12)}${pad((number += 1), 8)}`;
        buckets.add(at, `${order}${JSON.stringify(changes)}`);
      }
      users += 1;
      if (users % USERS_PER_TURN !== 0) continue;
      await buckets.flush();
      await nextTurn();
      if (signal.aborted) return;
      onProgress?.({ users, rows: 0, bytes: 0 });
    }
  }
}

/** The buckets one after the other, as lines. */
async function merge(
  { span, shard, version, signal }: ExportChangesOptions,
  buckets: TimeBuckets,
  sink: Sink,
): Promise<number> {
  let nowMs = 0;
  const writer = new EnvelopeWriter({
    ...{ prefix: 'thelook', database: 'history', version, decimals: 'string', needsEvents: sink.needsEvents },
    keyOf: () => undefined,
    now: () => nowMs,
  });
  const tupleOf = tupleMaker();
  let rows = 0;
  let transactions = 0;
  let lsn = 0;
  for await (const lines of buckets.sorted()) {
    for (const line of lines) {
      const at = Number(line.slice(0, 14));
      // Places rise with time, and those of another shard are never the same.
      lsn = Math.max((at - span.since + 1) * PLACES_PER_MS, lsn + 1);
      lsn += (((shard.number - lsn) % shard.count) + shard.count) % shard.count;
      const xid = transactions * shard.count + shard.number;
      transactions += 1;
      nowMs = at;
      writer.begin({ commitLsn: lsn, at: at * 1_000, xid });
      for (const change of JSON.parse(line.slice(34)) as CompactChange[]) {
        const relation = relations[change[1]]!;
        if (change[0] === 'd') {
          const key = relation.columns.map((_, place) => (place === 0 ? change[2] : null));
          writer.delete(relation, { holds: 'key', tuple: tupleOf(key) }, lsn);
        } else if (change[0] === 'c') writer.insert(relation, tupleOf(change[2]), lsn);
        else writer.update(relation, undefined, tupleOf(change[2]), lsn);
        rows += 1;
      }
      if (writer.length < PIECE_LENGTH) continue;
      await write(writer, sink);
      if (signal.aborted) return rows;
    }
  }
  await write(writer, sink);
  return rows;
}

async function write(writer: EnvelopeWriter, sink: Sink): Promise<void> {
  const batch = writer.take();
  await sink.write(batch);
  writer.reuse(batch);
}

/** A file that is whole or not there; with what `sort -m` merges by before each line, for a shard. */
class PartialFileSink implements Sink {
  constructor(
    readonly file: PartialFile,
    readonly needsEvents: boolean,
  ) {}

  open(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  clear(): Promise<void> {
    return Promise.resolve();
  }

  write({ bytes, events }: ChangeBatch): Promise<void> {
    if (!this.needsEvents) return this.file.write(bytes);
    const lines = events.map(({ position, start, end }) => {
      const place = `${pad(position.lsn, 16)}-${pad(position.number, 6)}`;
      return `${place}\t${bytes.toString('utf8', start, end)}\n`;
    });
    return this.file.write(Buffer.from(lines.join('')));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
