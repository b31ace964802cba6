import type { CopyData } from '@thelook/db';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Chunk } from './chunks.js';
import type { HistoryOptions } from './history.js';

/** What a thread needs to open the history. */
export interface ChunkWorkerData extends Omit<HistoryOptions, 'catalogue'> {
  /** Folder of the catalogue files; undefined: the bundled ones. */
  dataDir: string | undefined;
}

export interface EncodedChunk {
  chunk: Chunk;
  /** The rows of the chunk, by table, in the order of writing. */
  copies: CopyData[];
}

const extension = extname(new URL(import.meta.url).pathname);
const entry = new URL(`./chunk-worker${extension}`, import.meta.url);

/** Rows live for a moment only; a larger space for new objects costs memory and gains nothing. */
const resourceLimits = { maxYoungGenerationSizeMb: 16 };

/** From source, a thread has to be given what runs TypeScript: it inherits flags, but not tsx's hooks. */
function startThread(workerData: ChunkWorkerData): Worker {
  if (extension !== '.ts') return new Worker(entry, { workerData, resourceLimits });
  const bootstrap = `import('tsx/esm/api').then(({ register }) => (register(), import(${JSON.stringify(entry.href)})))`;
  return new Worker(bootstrap, {
    workerData,
    resourceLimits,
    eval: true,
    execArgv: ['--conditions=@thelook/source'],
  });
}

/** A thread that makes chunks, one at a time. */
export class ChunkEncoder {
  readonly #worker: Worker;
  #failure: Error | undefined;
  #answer: { resolve: (encoded: EncodedChunk) => void; reject: (error: Error) => void } | undefined;

  constructor(workerData: ChunkWorkerData) {
    this.#worker = startThread(workerData);
    this.#worker.on('message', (encoded: EncodedChunk) => {
      this.#answer?.resolve(encoded);
      this.#answer = undefined;
    });
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', (code) =>
      this.#fail(new Error(`the thread that makes rows ended with code ${code}`)),
    );
  }

  /** The chunk's rows. The next chunk is asked for when this one is there: so many are in memory, and no more. */
  encode(chunk: Chunk): Promise<EncodedChunk> {
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure);
      this.#answer = { resolve, reject };
      this.#worker.postMessage(chunk);
    });
  }

  /** Ends the thread, whatever it is doing. */
  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#answer?.reject(this.#failure);
    this.#answer = undefined;
  }
}
