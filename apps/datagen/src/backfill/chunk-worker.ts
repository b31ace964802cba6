/**
 * The thread that makes chunks: is told which history, then answers each chunk asked for with its rows, encoded, and
 * what is ahead of its lives.
 */
import { type CopyData } from '@thelook/db';
import { AgendaDataBuilder } from '@thelook/db/internal';
import { once } from 'node:events';
import { parentPort } from 'node:worker_threads';
import { type ChunkRequest, type EncodedChunk } from './chunk-encoder.js';
import { ShopperEncoder } from '../shopper-encoder.js';
import { createHistory, type HistoryOptions } from './history.js';

if (!parentPort) throw new Error('this module is the entry of a worker thread');
const port = parentPort;
const [options] = (await once(port, 'message')) as [HistoryOptions];
const history = createHistory(options);
// Seen by both threads: memory that is handed over is counted by V8 each time, which then collects the whole heap.
const shared = (): SharedArrayBuffer => new SharedArrayBuffer(0);
const encoder = new ShopperEncoder(shared);
const agenda = new AgendaDataBuilder(shared());

port.on('message', ({ chunk, spare }: ChunkRequest) => {
  for (let index = chunk.from; index < chunk.to; index += 1) {
    const { rows, next } = history.life(index);
    encoder.add(rows);
    if (next) agenda.add(next);
  }
  const copies: CopyData[] = encoder.take(spare);
  copies.push(agenda.take(spare[copies.length]));
  const encoded: EncodedChunk = { chunk, copies };
  port.postMessage(encoded);
});
