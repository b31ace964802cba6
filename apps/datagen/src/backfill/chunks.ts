import type { Shard } from '../flags/history-flags.js';

/** Users `from` (included) to `to` (excluded): what one transaction writes. */
export interface Chunk {
  number: number;
  from: number;
  to: number;
}

/** Users in a chunk: at three orders in a hundred visits about 36,000 rows, a tenth of a second of PostgreSQL's time. */
export const usersPerChunk = 250;

/** How many chunks a history of `users` users has. */
export function chunkCount(users: number): number {
  return Math.ceil(users / usersPerChunk);
}

/** The numbers of the chunks `from` (included) to `to` (excluded). */
export interface ChunkRange {
  from: number;
  to: number;
}

/**
 * The chunks of a shard. Shards are made of whole chunks, as even as those allow: chunks are the same whatever the
 * number of shards, so that a run can be continued with another one.
 */
export function shardRange(users: number, { number, count }: Shard): ChunkRange {
  const chunks = chunkCount(users);
  return { from: Math.floor((chunks * (number - 1)) / count), to: Math.floor((chunks * number) / count) };
}

/** A chunk of a history of `users` users by its number. */
export function chunkAt(users: number, number: number): Chunk {
  const from = number * usersPerChunk;
  return { number, from, to: Math.min(from + usersPerChunk, users) };
}

/** The chunks of a shard, in order. */
export function* chunksOf(users: number, shard: Shard): Generator<Chunk, void, undefined> {
  const { from, to } = shardRange(users, shard);
  for (let number = from; number < to; number += 1) yield chunkAt(users, number);
}

/** Chunks that are looked up at a time: all that is known of a history, however long it is. */
const LOOKED_UP_AT_ONCE = 50_000;

/**
 * The chunks of a range that are not there, in order, as somebody asks for them.
 *
 * @param writtenIn tells which chunks of a part of the range are there
 */
export async function* missingChunks(
  users: number,
  { from, to }: ChunkRange,
  writtenIn: (part: ChunkRange) => Promise<ReadonlySet<number>>,
): AsyncGenerator<Chunk, void, undefined> {
  for (let start = from; start < to; start += LOOKED_UP_AT_ONCE) {
    const part = { from: start, to: Math.min(start + LOOKED_UP_AT_ONCE, to) };
    const written = await writtenIn(part);
    for (let number = part.from; number < part.to; number += 1) {
      if (!written.has(number)) yield chunkAt(users, number);
    }
  }
}
