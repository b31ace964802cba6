import type { BackfillLedger } from '@thelook/db/internal';
import { withRetries, type Logger } from '@thelook/service';
import type { ChunkEncoder, EncodedChunk } from './chunk-encoder.js';
import type { Chunk } from './chunks.js';

export interface WriteChunksOptions {
  /** Shared by all jobs: each takes the next one. */
  chunks: AsyncGenerator<Chunk, void, undefined>;
  /** Connections that write at the same time. */
  jobs: number;
  /** They make chunks for the jobs, each for as many. */
  encoders: readonly ChunkEncoder[];
  ledger: BackfillLedger;
  /** Ends the work after the chunks in hand. */
  signal: AbortSignal;
  logger: Logger;
  /** Called when a chunk is committed; `isNew` is false when somebody else has written it. */
  onWritten: (encoded: EncodedChunk, isNew: boolean) => void;
}

/**
 * Makes and writes chunks, several at once, each as one transaction with its entry in the ledger.
 *
 * @throws the first failure, when the other jobs have written what they had in hand
 */
export async function writeChunks(options: WriteChunksOptions): Promise<void> {
  const { jobs: count, encoders, signal, ...work } = options;
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  const jobs = Array.from({ length: count }, (_, job) =>
    runJob({ ...work, encoder: encoders[job % encoders.length]!, stop }).catch((error: unknown) => {
      failed.abort(error);
      throw error;
    }),
  );
  await Promise.allSettled(jobs);
  await Promise.all(jobs);
}

interface Job extends Pick<WriteChunksOptions, 'chunks' | 'ledger' | 'logger' | 'onWritten'> {
  encoder: ChunkEncoder;
  stop: AbortSignal;
}

/** Writes a chunk while the next one is made; those two are all that is in memory. */
async function runJob({ encoder, chunks, ledger, stop, logger, onWritten }: Job): Promise<void> {
  let written: EncodedChunk | undefined;
  const take = async (spare?: EncodedChunk): Promise<EncodedChunk | undefined> => {
    const chunk = stop.aborted ? undefined : (await chunks.next()).value;
    return chunk ? encoder.encode(chunk, spare) : undefined;
  };
  const next = (): ReturnType<typeof take> => {
    const coming = take(written);
    // Met when it is awaited, which is only after the chunk before it is written.
    coming.catch(() => undefined);
    return coming;
  };
  for (let coming = next(); ;) {
    const encoded = await coming;
    if (!encoded || stop.aborted) return;
    coming = next();
    const isNew = await withRetries(() => ledger.write(encoded.chunk.number, encoded.copies), {
      logger,
      signal: stop,
    });
    onWritten(encoded, isNew);
    written = encoded;
  }
}
