import type { Shard } from './history-flags.js';

/** Users `from` (included) to `to` (excluded): what one transaction writes. */
export interface Chunk {
  number: number;
  from: number;
  to: number;
}

/** Users in a chunk: about 28,000 rows, a tenth of a second of PostgreSQL's time and 5 MB. */
export const usersPerChunk = 1_000;

/** How many chunks a history of `users` users has. */
export function chunkCount(users: number): number {
  return Math.ceil(users / usersPerChunk);
}

/**
 * The chunks of a shard, in order. Shards are made of whole chunks, as even as those allow: chunks are the same
 * whatever the number of shards, so that a run can be continued with another one.
 */
export function* chunksOf(users: number, { number, count }: Shard): Generator<Chunk, void, undefined> {
  const chunks = chunkCount(users);
  const last = Math.floor((chunks * number) / count);
  for (let chunk = Math.floor((chunks * (number - 1)) / count); chunk < last; chunk += 1) {
    const from = chunk * usersPerChunk;
    yield { number: chunk, from, to: Math.min(from + usersPerChunk, users) };
  }
}
