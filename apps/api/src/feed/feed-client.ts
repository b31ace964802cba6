import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Frame, Wire } from './frame.js';

/**
 * One connected client: ws speaks the protocol with it, and frames that are the same for everybody go straight to its
 * socket. Both may write to it, since either only ever writes whole frames.
 */
export class FeedClient {
  readonly webSocket: WebSocket;
  /** It has been told what it is connected to. */
  greeted = false;
  /** The state that it has, by the count of its channel; 0: none. */
  revision = 0;
  /** The same for what it knows of the database; 0: nothing worth telling. */
  statusRevision = 0;
  /** Since when something has been waiting for it, by `performance.now()`; undefined when nothing is. */
  waitingSince: number | undefined;
  /** A ping is waiting for its answer. */
  pinged = false;
  /** Called when the network has taken everything, if something had to wait. */
  onDrain: (() => void) | undefined;
  readonly #socket: Socket;
  readonly #compressed: boolean;
  readonly #written = (): void => {
    if (this.waitingSince !== undefined && this.queuedBytes === 0) this.onDrain?.();
  };

  constructor(webSocket: WebSocket, socket: Socket) {
    this.webSocket = webSocket;
    this.#socket = socket;
    this.#compressed = webSocket.extensions.includes('permessage-deflate');
  }

  get isOpen(): boolean {
    return this.webSocket.readyState === this.webSocket.OPEN;
  }

  /** Bytes that the network has not taken yet. */
  get queuedBytes(): number {
    return this.#socket.writableLength;
  }

  /** The frame as this client reads it. */
  bytesOf(frame: Frame): Wire {
    return frame.wire(this.#compressed);
  }

  /** Whether it has negotiated permessage-deflate. */
  get isCompressed(): boolean {
    return this.#compressed;
  }

  write({ chunks }: Wire): void {
    const socket = this.#socket;
    const last = chunks.length - 1;
    if (last > 0) socket.cork();
    for (let index = 0; index < last; index += 1) socket.write(chunks[index]!);
    socket.write(chunks[last]!, this.#written);
    if (last > 0) socket.uncork();
  }
}
