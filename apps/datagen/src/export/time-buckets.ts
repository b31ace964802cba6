import { appendFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes that a bucket collects before it goes to its file. */
const PIECE_LENGTH = 32_768;
/** More would be too much memory, at a piece for each. */
const MOST_BUCKETS = 2_000;

export interface TimeBucketsOptions {
  /** Made, and removed in the end. */
  folder: string;
  /** The first and the last moment, in milliseconds since 1970. */
  since: number;
  until: number;
  count: number;
}

/**
 * Lines that come in any order and are wanted in the order of time: each goes to the file of its time, and a file is small
 * enough to be sorted in memory.
 */
export class TimeBuckets {
  readonly #options: TimeBucketsOptions;
  readonly #pieces: string[];
  readonly #full = new Set<number>();

  private constructor(options: TimeBucketsOptions) {
    const count = Math.max(1, Math.min(MOST_BUCKETS, options.count));
    this.#options = { ...options, count };
    this.#pieces = Array<string>(count).fill('');
  }

  static async open(options: TimeBucketsOptions): Promise<TimeBuckets> {
    // What a run that was killed has left.
    await rm(options.folder, { recursive: true, force: true });
    await mkdir(options.folder, { recursive: true });
    return new TimeBuckets(options);
  }

  /** @param line begins with what it is sorted by, and has no line feed */
  add(at: number, line: string): void {
    const { since, until, count } = this.#options;
    const share = Math.floor(((at - since) / (until - since + 1)) * count);
    const bucket = Math.max(0, Math.min(count - 1, share));
    this.#pieces[bucket] += `${line}\n`;
    if (this.#pieces[bucket]!.length >= PIECE_LENGTH) this.#full.add(bucket);
  }

  /** Writes what has come together, once that is worth it. */
  async flush(): Promise<void> {
    for (const bucket of this.#full) await this.#write(bucket);
    this.#full.clear();
  }

  /** The lines in order; each bucket's file goes when it has been read. */
  async *sorted(): AsyncGenerator<readonly string[], void, undefined> {
    for (let bucket = 0; bucket < this.#options.count; bucket += 1) {
      await this.#write(bucket);
      const path = this.#pathOf(bucket);
      const lines = (await readFile(path, 'utf8')).split('\n');
      await rm(path);
      lines.pop();
      yield lines.sort();
    }
  }

  async close(): Promise<void> {
    await rm(this.#options.folder, { recursive: true, force: true });
  }

  async #write(bucket: number): Promise<void> {
    await appendFile(this.#pathOf(bucket), this.#pieces[bucket]!);
    this.#pieces[bucket] = '';
  }

  #pathOf(bucket: number): string {
    return join(this.#options.folder, String(bucket));
  }
}
