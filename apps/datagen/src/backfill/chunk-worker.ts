/**
 * The thread that makes chunks: opens the history once, then answers each chunk asked for with its rows, encoded.
 */
import { CopyDataBuilder } from '@thelook/db';
import { loadCatalogue, type GeneratedTable } from '@thelook/models';
import { parentPort, workerData } from 'node:worker_threads';
import type { ChunkWorkerData, EncodedChunk } from './chunk-encoder.js';
import type { Chunk } from './chunks.js';
import { createHistory } from './history.js';

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
const { dataDir, ...parameters }: ChunkWorkerData = workerData;
const history = createHistory({ ...parameters, catalogue: await loadCatalogue(dataDir) });
const builders = tables.map((table) => [table, new CopyDataBuilder(table)] as const);

port.on('message', (chunk: Chunk) => {
  for (let index = chunk.from; index < chunk.to; index += 1) {
    const shopper = history.shopper(index);
    for (const [table, builder] of builders) for (const row of shopper[table]) builder.add(row);
  }
  const encoded: EncodedChunk = { chunk, copies: builders.map(([, builder]) => builder.take()) };
  // Handed on, not copied: this thread cannot see them any more.
  const buffers = encoded.copies.flatMap(({ messages }) => messages.map(({ buffer }) => buffer));
  port.postMessage(encoded, buffers);
});
