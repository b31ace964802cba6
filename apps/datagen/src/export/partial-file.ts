import { open, rename, rm, type FileHandle } from 'node:fs/promises';

/** A file that is there under its name only when it is whole. Until then it is called `NAME.partial`. */
export class PartialFile {
  readonly #handle: FileHandle;
  readonly path: string;
  bytes = 0;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  /** Begins a file anew; what a run that was killed has left of it is overwritten. */
  static async create(path: string): Promise<PartialFile> {
    return new PartialFile(path, await open(`${path}.partial`, 'w'));
  }

  /** Resolves when the operating system has taken all of it. */
  async write(piece: Uint8Array): Promise<void> {
    await this.#handle.writeFile(piece);
    this.bytes += piece.length;
  }

  /** Brings all of it to the disk; nothing can be written any more. */
  async close(): Promise<void> {
    await this.#handle.sync();
    await this.#handle.close();
  }

  /** Gives the closed file its name, in the place of one that has it. */
  async publish(): Promise<void> {
    await rename(`${this.path}.partial`, this.path);
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    // Closed already, or not: both are fine.
    await this.#handle.close().catch(() => undefined);
    await rm(`${this.path}.partial`, { force: true });
  }
}
