import { open, type FileHandle } from 'node:fs/promises';
import { readLastEvent, type LastEvent } from './position.js';
import { SinkError, type ChangeBatch, type Sink } from './sink.js';

/** How much of the end of a file is looked at, at first; lines may be longer. */
const TAIL_BYTES = 65_536;
const LINE_FEED = 0x0a;

/**
 * Lines in a file, which is gone on with where it ends: stored when the disk has them. A crash leaves half a line at
 * most, which is cut off at the next start.
 */
export class FileSink implements Sink {
  readonly needsEvents = false;
  readonly #path: string;
  #handle: FileHandle | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** @throws {SinkError} for a file that holds something else. */
  async open(): Promise<LastEvent | undefined> {
    const handle = (this.#handle = await open(this.#path, 'a+'));
    const { size } = await handle.stat();
    const whole = await lastLineFeed(handle, size);
    if (whole < size) await handle.truncate(whole);
    if (whole === 0) return undefined;
    const before = await lastLineFeed(handle, whole - 1);
    const line = Buffer.alloc(whole - 1 - before);
    await handle.read(line, 0, line.length, before);
    const last = readLastEvent(line.toString());
    if (!last)
      throw new SinkError(`${this.#path} does not end with a change: name another file, or a new one.`);
    return last;
  }

  async clear(): Promise<void> {
    await this.#handle?.truncate(0);
  }

  async write({ bytes }: ChangeBatch): Promise<void> {
    await this.#handle!.appendFile(bytes);
    await this.#handle!.datasync();
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
  }
}

/** The offset behind the last line feed before `end`; 0 when there is none. */
async function lastLineFeed(handle: FileHandle, end: number): Promise<number> {
  const tail = Buffer.alloc(Math.min(TAIL_BYTES, end));
  for (let until = end; until > 0;) {
    const from = Math.max(0, until - tail.length);
    const { bytesRead } = await handle.read(tail, 0, until - from, from);
    const place = tail.subarray(0, bytesRead).lastIndexOf(LINE_FEED);
    if (place >= 0) return from + place + 1;
    until = from;
  }
  return 0;
}
