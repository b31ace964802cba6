/**
 * The thread that makes chunks: is told which history, then answers each chunk asked for with its rows, encoded.
 */
import { CopyDataBuilder } from '@thelook/db';
import type { GeneratedTable } from '@thelook/models';
import { once } from 'node:events';
import { parentPort } from 'node:worker_threads';
import { memoryOf, type ChunkRequest, type EncodedChunk } from './chunk-encoder.js';
import { createHistory, type HistoryOptions } from './history.js';

/** The order of the tables within a transaction: nothing is written before what it refers to. */
const tables = [
  'users',
  'inventory_items',
  'orders',
  'order_items',
  'events',
] as const satisfies GeneratedTable[];

if (!parentPort) throw new Error('this module is the entry of a worker thread');
const port = parentPort;
const [options] = (await once(port, 'message')) as [HistoryOptions];
const history = createHistory(options);
const builders = tables.map((table) => [table, new CopyDataBuilder(table)] as const);

port.on('message', ({ chunk, spare }: ChunkRequest) => {
  for (let index = chunk.from; index < chunk.to; index += 1) {
    const shopper = history.shopper(index);
    for (const [table, builder] of builders) for (const row of shopper[table]) builder.add(row);
  }
  const encoded: EncodedChunk = {
    chunk,
    copies: builders.map(([, builder], place) => builder.take(spare[place])),
  };
  // Handed on, not copied: this thread cannot see it any more.
  port.postMessage(encoded, memoryOf(encoded));
});
