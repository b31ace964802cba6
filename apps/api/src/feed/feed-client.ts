import { randomFillSync } from 'node:crypto';
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Frame, Wire } from './frame.js';

/** Enough not to be guessed. */
const PROBE_BYTES = 8;
/** A whole ping (RFC 6455, 5.5.2): its payload is all behind the header. */
const PING = Buffer.from([0x89, PROBE_BYTES]);
/** Random bytes are made for so many pings at a time. */
const POOL_BYTES = 512 * PROBE_BYTES;

const pool = { bytes: Buffer.alloc(0), used: 0 };

/** A ping that nobody can guess who does not read it. */
function newPing(): Buffer {
  if (pool.used === pool.bytes.length) {
    pool.bytes = randomFillSync(Buffer.alloc(POOL_BYTES));
    pool.used = 0;
  }
  return Buffer.concat([PING, pool.bytes.subarray(pool.used, (pool.used += PROBE_BYTES))]);
}
/** Frames up to this size go out together with the answer to the handshake. */
const HELD_BYTES = 64 * 1024;

/** Whoever serves a client; the same for all that are served alike, so that none has to remember functions of its own. */
export interface ClientEvents {
  /** Something has to wait. */
  onWait(client: FeedClient): void;
  /** The network has taken everything, after something had to wait. */
  onDrain(client: FeedClient): void;
}

/**
 * One connected client: ws speaks the protocol with it, and frames that are the same for everybody go straight to its
 * socket. Both may write to it, since either only ever writes whole frames. Whoever writes, it is known at once when
 * something has to wait, and since when the client has given no sign that it reads.
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
  /** When it was last known to read: it connected, answered a ping, or took what had waited. */
  lastReadAt = performance.now();
  /** Messages, pings and pongs that have come since the last of our pings. */
  heard = 0;
  /** Told the bytes of what it is sent before it has a state. */
  onFirstState: ((client: FeedClient, bytes: number) => void) | undefined;
  events: ClientEvents | undefined;
  /** The turn in which it is pinged. */
  turn = 0;
  /** A ping goes out with what is written next, since a write of its own costs as much as a frame. */
  isProbeDue = false;
  readonly #socket: Socket;
  readonly #compressed: boolean;
  #isHeld: boolean;
  /** The ping that waits for its answer: nobody who does not read can know what it holds. */
  #probe: Buffer | undefined;
  /** The newest ping of the client that could not be answered yet; those before it need no answer (RFC 6455, 5.5.3). */
  #unanswered: Buffer | undefined;
  readonly #written = (): void => {
    if (this.waitingSince === undefined || this.queuedBytes > 0) return;
    this.lastReadAt = performance.now();
    const unanswered = this.#unanswered;
    this.#unanswered = undefined;
    if (unanswered) this.#answer(unanswered);
    this.events?.onDrain(this);
  };

  /**
   * @param socket what is written to it while it is corked is held until {@link release}.
   * @param address it counts as one of this address's clients.
   */
  constructor(
    webSocket: WebSocket,
    socket: Socket,
    readonly address: string,
  ) {
    this.webSocket = webSocket;
    this.#socket = socket;
    this.#isHeld = socket.writableCorked > 0;
    this.#compressed = webSocket.extensions.includes('permessage-deflate');
  }

  get isOpen(): boolean {
    return this.webSocket.readyState === this.webSocket.OPEN;
  }

  /** Bytes that the network has been given and has not taken yet. */
  get queuedBytes(): number {
    return this.#isHeld ? 0 : this.#socket.writableLength;
  }

  /** Sends what has been held since before the handshake: one write for all that a newcomer is told at once. */
  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#socket.uncork();
    this.noteWaiting();
  }

  /** The frame as this client reads it. */
  bytesOf(frame: Frame): Wire {
    return frame.wire(this.#compressed);
  }

  /** Whether it has negotiated permessage-deflate. */
  get isCompressed(): boolean {
    return this.#compressed;
  }

  write({ length, chunks }: Wire): void {
    if (this.revision === 0) this.onFirstState?.(this, length);
    if (length > HELD_BYTES) this.release();
    const socket = this.#socket;
    const last = chunks.length - 1;
    const isOne = last === 0 && !this.isProbeDue;
    if (!isOne) socket.cork();
    if (this.isProbeDue) socket.write(this.#newProbe());
    for (let index = 0; index < last; index += 1) socket.write(chunks[index]!);
    socket.write(chunks[last]!, this.#written);
    if (!isOne) socket.uncork();
    this.noteWaiting();
  }

  /** Whether a ping waits for its answer. */
  get isProbed(): boolean {
    return this.#probe !== undefined;
  }

  /** Asks for a sign of life by now, if nothing has been written since a ping was due. */
  probe(): void {
    if (!this.isProbeDue || this.queuedBytes > 0 || !this.isOpen) return;
    this.#socket.write(this.#newProbe(), this.#written);
    this.noteWaiting();
  }

  /** Takes a pong, which counts when it answers the ping that waits. */
  ponged(data: Buffer): void {
    if (!this.#probe?.subarray(PING.length).equals(data)) return;
    this.#probe = undefined;
    this.lastReadAt = performance.now();
  }

  /** Answers a ping, as soon as nothing else waits. */
  pinged(data: Buffer): void {
    if (this.queuedBytes === 0) return this.#answer(data);
    this.#unanswered = data;
    this.noteWaiting();
  }

  #newProbe(): Buffer {
    this.isProbeDue = false;
    this.#probe = newPing();
    return this.#probe;
  }

  #answer(data: Buffer): void {
    if (!this.isOpen) return;
    this.webSocket.pong(data, false, this.#written);
    this.noteWaiting();
  }

  /** Tells, once, when something waits. */
  noteWaiting(): void {
    if (this.queuedBytes > 0 && this.waitingSince === undefined && this.isOpen) this.events?.onWait(this);
  }
}
