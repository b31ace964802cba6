/** Opcodes of RFC 6455, 5.2. */
const PING = 0x9;
const TEXT = 0x1;

export interface FrameEvents {
  /** A text frame is complete; `text` when the reader keeps texts. */
  onText: (length: number, text: string | undefined) => void;
  /** A ping with this payload, which its answer has to repeat. */
  onPing: (payload: Buffer) => void;
}

/**
 * Finds the frames of a server in a stream of bytes, and lets go of what they hold: the least work a client can do, so
 * that thousands of them fit beside the server they measure.
 */
export class FrameReader {
  readonly #events: FrameEvents;
  readonly #header = Buffer.alloc(10);
  readonly #keepsText: boolean;
  #headerLength = 0;
  /** Bytes of the payload that are still to come. */
  #left = 0;
  #length = 0;
  #parts: Buffer[] = [];

  constructor(events: FrameEvents, keepsText: boolean) {
    this.#events = events;
    this.#keepsText = keepsText;
  }

  /** Takes the next bytes; they are not kept. */
  read(bytes: Buffer): void {
    let place = 0;
    while (place < bytes.length) {
      if (this.#left === 0) {
        this.#header[this.#headerLength++] = bytes[place++]!;
        if (!this.#headerIsComplete()) continue;
        this.#length = this.#payloadLength();
        this.#left = this.#length;
      } else {
        const taken = Math.min(this.#left, bytes.length - place);
        if (this.#keepsText || this.#opcode === PING)
          this.#parts.push(Buffer.from(bytes.subarray(place, place + taken)));
        place += taken;
        this.#left -= taken;
      }
      if (this.#left === 0) this.#end();
    }
  }

  get #opcode(): number {
    return this.#header[0]! & 0x0f;
  }

  #headerIsComplete(): boolean {
    if (this.#headerLength < 2) return false;
    const short = this.#header[1]! & 0x7f;
    return this.#headerLength >= (short === 127 ? 10 : short === 126 ? 4 : 2);
  }

  #payloadLength(): number {
    const short = this.#header[1]! & 0x7f;
    if (short < 126) return short;
    return short === 126 ? this.#header.readUInt16BE(2) : Number(this.#header.readBigUInt64BE(2));
  }

  #end(): void {
    const opcode = this.#opcode;
    const payload = Buffer.concat(this.#parts);
    const text = this.#keepsText ? payload.toString() : undefined;
    this.#headerLength = 0;
    this.#parts = [];
    if (opcode === TEXT) this.#events.onText(this.#length, text);
    else if (opcode === PING) this.#events.onPing(payload);
  }
}
