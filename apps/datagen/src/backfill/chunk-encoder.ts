import type { CopyData, CopyMemory } from '@thelook/db';
import type { Catalogue } from '@thelook/models';
import { extname } from 'node:path';
import { Worker, type ResourceLimits } from 'node:worker_threads';
import type { Chunk } from './chunks.js';
import type { HistoryOptions } from './history.js';

export interface EncodedChunk {
  chunk: Chunk;
  /** The rows of the chunk, by table, in the order of writing. */
  copies: CopyData[];
}

/** A chunk that a thread is asked for; before the first one it is sent the {@link HistoryOptions}. */
export interface ChunkRequest {
  chunk: Chunk;
  /** CopyMemory to make it in, by table; where there is none the thread takes new one. */
  spare: CopyMemory[];
}

/** What a chunk lies in, by table. */
export function memoryOf({ copies }: EncodedChunk): CopyMemory[] {
  return copies.map(({ data }) => data.buffer);
}

const extension = extname(new URL(import.meta.url).pathname);
const entry = new URL(`./chunk-worker${extension}`, import.meta.url);

/** Megabytes that a thread needs without a catalogue, and for the objects that live for a moment only. */
const BASE_HEAP = 64;
const YOUNG_HEAP = 16;
/** The same for a row of the catalogue: three times of what it takes. */
const ROW_HEAP = 1.5 / 1024;

/**
 * Bounds that keep a thread from collecting garbage late: left to itself it may let it grow to a hundred megabytes.
 * Larger ones cost memory and gain nothing.
 */
function limitsFor({ products, places }: Catalogue): ResourceLimits {
  const catalogueHeap = (products.length + places.length) * ROW_HEAP;
  return {
    maxYoungGenerationSizeMb: YOUNG_HEAP,
    maxOldGenerationSizeMb: Math.ceil(BASE_HEAP + catalogueHeap),
  };
}

/** From source, a thread has to be given what runs TypeScript: it inherits flags, but not tsx's hooks. */
function startThread(resourceLimits: ResourceLimits): Worker {
  if (extension !== '.ts') return new Worker(entry, { resourceLimits });
  const bootstrap = `import('tsx/esm/api').then(({ register }) => (register(), import(${JSON.stringify(entry.href)})))`;
  return new Worker(bootstrap, {
    resourceLimits,
    eval: true,
    execArgv: ['--conditions=@thelook/source'],
  });
}

/** A thread that makes chunks, in the order in which they are asked for. It takes a second to start. */
export class ChunkEncoder {
  readonly #worker: Worker;
  #failure: Error | undefined;
  readonly #waiting: { resolve: (encoded: EncodedChunk) => void; reject: (error: Error) => void }[] = [];

  /** @param catalogue the one that the history will be made of */
  constructor(catalogue: Catalogue) {
    this.#worker = startThread(limitsFor(catalogue));
    this.#worker.on('message', (encoded: EncodedChunk) => this.#waiting.shift()?.resolve(encoded));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', (code) =>
      this.#fail(new Error(`the thread that makes rows ended with code ${code}`)),
    );
  }

  /** Tells which history the chunks are of; to be called once, before all else. */
  open(history: HistoryOptions): void {
    this.#worker.postMessage(history);
  }

  /**
   * The chunk's rows. Whoever asks for no more than two chunks that it has not written yet has no more in memory.
   *
   * @param written a chunk that nobody needs any more: its memory is used again
   */
  encode(chunk: Chunk, written?: EncodedChunk): Promise<EncodedChunk> {
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure);
      this.#waiting.push({ resolve, reject });
      const spare = written ? memoryOf(written) : [];
      const request: ChunkRequest = { chunk, spare };
      this.#worker.postMessage(request);
    });
  }

  /** Ends the thread, whatever it is doing. */
  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}
