/** Frames of RFC 6455, as a client should send them and as it should not. */
export interface FrameOptions {
  opcode: number;
  payload?: Buffer | string;
  /** Default: true. */
  fin?: boolean;
  /** The three reserved bits, of which 4 is the first. */
  reserved?: number;
  /** Default: true. */
  masked?: boolean;
  /** The length that it claims, when that is not the payload's. */
  claims?: bigint;
}

export const Opcode = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

const MASK = Buffer.from([0x12, 0x34, 0x56, 0x78]);

export function frame(options: FrameOptions): Buffer {
  const { opcode, fin = true, reserved = 0, masked = true } = options;
  const payload = Buffer.from(options.payload ?? '');
  const first = (fin ? 0x80 : 0) | (reserved << 4) | opcode;
  const head = Buffer.concat([Buffer.from([first]), lengthBytes(options.claims ?? BigInt(payload.length))]);
  if (!masked) return Buffer.concat([head, payload]);
  head[1]! |= 0x80;
  return Buffer.concat([head, MASK, payload.map((byte, place) => byte ^ MASK[place % 4]!)]);
}

function lengthBytes(length: bigint): Buffer {
  if (length < 126n) return Buffer.from([Number(length)]);
  if (length < 65_536n) return Buffer.from([126, Number(length >> 8n), Number(length & 0xffn)]);
  const bytes = Buffer.alloc(9, 127);
  bytes.writeBigUInt64BE(length, 1);
  return bytes;
}

/** A close frame with a code and a reason. */
export function closeFrame(code: number, reason: Buffer | string = ''): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(code);
  return frame({ opcode: Opcode.close, payload: Buffer.concat([bytes, Buffer.from(reason)]) });
}

/** A frame that came from a server. */
export interface ReceivedFrame {
  opcode: number;
  payload: Buffer;
}

/** Takes apart what a server sends. */
export class FrameReader {
  #rest = Buffer.alloc(0);

  /** The whole frames that are there by now. */
  *push(bytes: Buffer): Generator<ReceivedFrame> {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    for (
      let size = frameSize(this.#rest);
      size && this.#rest.length >= size.whole;
      size = frameSize(this.#rest)
    ) {
      yield { opcode: this.#rest[0]! & 0x0f, payload: this.#rest.subarray(size.head, size.whole) };
      this.#rest = this.#rest.subarray(size.whole);
    }
  }
}

/** Bytes of the header and of all of the frame that begins here; undefined when that is not known yet. */
function frameSize(bytes: Buffer): { head: number; whole: number } | undefined {
  if (bytes.length < 2) return undefined;
  const short = bytes[1]! & 0x7f;
  const head = short === 127 ? 10 : short === 126 ? 4 : 2;
  if (bytes.length < head) return undefined;
  const length =
    short === 127 ? Number(bytes.readBigUInt64BE(2)) : short === 126 ? bytes.readUInt16BE(2) : short;
  return { head, whole: head + length };
}
