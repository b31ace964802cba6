import type { Writable } from 'node:stream';
import { ReaderGoneError, type ChangeBatch, type Sink } from './sink.js';

/** Lines on a stream such as standard output: stored when the operating system has taken them. */
export class StreamSink implements Sink {
  readonly needsEvents = false;
  readonly #stream: Writable;
  #failure: Error | undefined;

  constructor(stream: Writable) {
    this.#stream = stream;
    // Told to whoever writes next; without a listener it would end the process.
    stream.on('error', (error) => (this.#failure = error));
  }

  open(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  clear(): Promise<void> {
    return Promise.resolve();
  }

  write({ bytes }: ChangeBatch): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(goneOr(this.#failure));
      this.#stream.write(bytes, (error) => (error ? reject(goneOr(error)) : resolve()));
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function goneOr(error: Error): Error {
  return 'code' in error && error.code === 'EPIPE' ? new ReaderGoneError({ cause: error }) : error;
}
