/**
 * The thread that makes chunks: is told which history, then answers each chunk asked for with its rows, encoded.
 */
import { once } from 'node:events';
import { parentPort } from 'node:worker_threads';
import { memoryOf, type ChunkRequest, type EncodedChunk } from './chunk-encoder.js';
import { ShopperEncoder } from '../shopper-encoder.js';
import { createHistory, type HistoryOptions } from './history.js';

if (!parentPort) throw new Error('this module is the entry of a worker thread');
const port = parentPort;
const [options] = (await once(port, 'message')) as [HistoryOptions];
const history = createHistory(options);
const encoder = new ShopperEncoder();

port.on('message', ({ chunk, spare }: ChunkRequest) => {
  for (let index = chunk.from; index < chunk.to; index += 1) encoder.add(history.shopper(index));
  const encoded: EncodedChunk = { chunk, copies: encoder.take(spare) };
  // Handed on, not copied: this thread cannot see it any more.
  port.postMessage(encoded, memoryOf(encoded));
});
