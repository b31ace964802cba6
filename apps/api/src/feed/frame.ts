import { constants, deflateRawSync } from 'node:zlib';
import type { Slices } from '../window/slices.js';

/** The opcode of a text message (RFC 6455, 5.2); the frames that continue one have none. */
const TEXT = 0x01;
const CONTINUATION = 0x00;
/** The last frame of a message. */
const FIN = 0x80;
/** RSV1: the payload is compressed (RFC 7692, 6). Only the first frame of a message says so. */
const COMPRESSED = 0x40;
/** What a sync flush ends with, and permessage-deflate leaves out at the end of a message (RFC 7692, 7.2.1). */
const FLUSH_TAIL_BYTES = 4;
/** Nearly as small as the best of them for this data, in a third of the time. */
const DEFLATE_LEVEL = 3;
/** A message up to this size is one frame in one buffer: fewer writes, and better compression. */
const ONE_FRAME_BYTES = 1024 * 1024;
/** Pieces up to this size are copied to where they are needed rather than written by themselves. */
const SMALL_PIECE_BYTES = 1024;

/** A part of messages, which any number of them share. Never changes. */
export class Piece {
  readonly plain: Buffer;
  #deflated: Buffer | undefined;

  constructor(text: string) {
    this.plain = Buffer.from(text);
  }

  /** Blocks of deflate that do not look back beyond their beginning, so that pieces follow each other in any order. */
  get deflated(): Buffer {
    return (this.#deflated ??= deflate(this.plain));
  }

  get isDeflated(): boolean {
    return this.#deflated !== undefined;
  }
}

/** A message as it goes over the wire. */
export interface Wire {
  readonly length: number;
  readonly chunks: readonly Buffer[];
}

/**
 * One message as it goes over the wire, the same for every client, because frames of a server are not masked. A large
 * one is sent in fragments, whose payloads are pieces that other messages have, too. Compressed at most once.
 *
 * @example
 * const frame = new Frame('"[]"');
 * for (const chunk of frame.wire(false).chunks) socket.write(chunk);
 */
export class Frame {
  /** Order items in the message. */
  readonly rows: number;
  readonly #pieces: readonly Piece[];
  readonly #bytes: number;
  #plain: Wire | undefined;
  #compressed: Wire | undefined;

  constructor(message: string | readonly Piece[], rows = 0) {
    this.rows = rows;
    this.#pieces = typeof message === 'string' ? [new Piece(message)] : message;
    this.#bytes = this.#pieces.reduce((sum, { plain }) => sum + plain.length, 0);
  }

  /**
   * The message for clients that have negotiated permessage-deflate, or for those that have not. A large message is
   * compressed only after {@link deflate}; any client can read it as it is.
   */
  wire(compressed: boolean): Wire {
    if (!compressed || (!this.#isSmall && !this.#isDeflated)) return (this.#plain ??= this.#build());
    return (this.#compressed ??= this.#buildCompressed());
  }

  /** Compresses a large message, piece by piece. */
  async deflate(slices: Slices): Promise<void> {
    if (this.#isSmall) return;
    for (const piece of this.#pieces) {
      if (piece.deflated && slices.isOverNow) await slices.next();
    }
  }

  get #isSmall(): boolean {
    return this.#bytes <= ONE_FRAME_BYTES;
  }

  get #isDeflated(): boolean {
    return this.#pieces.every(({ isDeflated }) => isDeflated);
  }

  #build(): Wire {
    const payloads = this.#pieces.map(({ plain }) => plain);
    return this.#isSmall ? oneFrame(TEXT, payloads) : fragments(TEXT, payloads);
  }

  #buildCompressed(): Wire {
    if (this.#isSmall) {
      const deflated = deflate(Buffer.concat(this.#pieces.map(({ plain }) => plain)));
      return oneFrame(TEXT | COMPRESSED, [withoutTail(deflated)]);
    }
    const payloads = this.#pieces.map(({ deflated }) => deflated);
    payloads.push(withoutTail(payloads.pop()!));
    return fragments(TEXT | COMPRESSED, payloads);
  }
}

function oneFrame(first: number, payloads: readonly Buffer[]): Wire {
  const bytes = payloads.reduce((sum, { length }) => sum + length, 0);
  const frame = frameHeader(first | FIN, bytes, bytes);
  let at = frame.length - bytes;
  for (const payload of payloads) at += payload.copy(frame, at);
  return { length: frame.length, chunks: [frame] };
}

/** A frame for each large payload; small ones go together with the header of the next. */
function fragments(first: number, payloads: readonly Buffer[]): Wire {
  const chunks: Buffer[] = [];
  let small: Buffer[] = [];
  let opcode = first;
  const begin = (flags: number, rest: number) => {
    const lead = Buffer.concat(small);
    const header = frameHeader(opcode | flags, lead.length + rest, lead.length);
    lead.copy(header, header.length - lead.length);
    chunks.push(header);
    small = [];
    opcode = CONTINUATION;
  };
  for (const payload of payloads) {
    if (payload.length <= SMALL_PIECE_BYTES) {
      small.push(payload);
      continue;
    }
    begin(0, payload.length);
    chunks.push(payload);
  }
  begin(FIN, 0);
  return { length: chunks.reduce((sum, { length }) => sum + length, 0), chunks };
}

/** A header for a payload of this length, with room for so many bytes of it behind. */
function frameHeader(first: number, length: number, room: number): Buffer {
  const bytes = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafeSlow(bytes + room);
  frame[0] = first;
  if (bytes === 2) {
    frame[1] = length;
  } else if (bytes === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  return frame;
}

function deflate(plain: Buffer): Buffer {
  return deflateRawSync(plain, { level: DEFLATE_LEVEL, finishFlush: constants.Z_SYNC_FLUSH });
}

function withoutTail(deflated: Buffer): Buffer {
  return deflated.subarray(0, deflated.length - FLUSH_TAIL_BYTES);
}
