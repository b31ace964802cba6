import { closeFrame, frame, Opcode } from './raw-frames.js';

/** What a client sends after its handshake, and what the server must do about it. */
export interface ProtocolCase {
  name: string;
  bytes: Buffer;
  /** The code that the server closes with; `answered`: a pong of the same payload; `ignored`: nothing, and it stays. */
  then: number | 'answered' | 'ignored';
}

const { continuation, text, binary, close, ping, pong } = Opcode;
const join = (...frames: Buffer[]): Buffer => Buffer.concat(frames);
const of = (size: number): Buffer => Buffer.alloc(size, 'x');

/** Bytes that a message from a client may have. */
const MAX_MESSAGE = 1024;

const framing: ProtocolCase[] = [
  ...[1, 2, 3, 4, 5, 6, 7].flatMap((reserved): ProtocolCase[] => [
    {
      name: `text with the reserved bits ${reserved}`,
      bytes: frame({ opcode: text, payload: 'x', reserved }),
      then: 1002,
    },
    {
      name: `a ping with the reserved bits ${reserved}`,
      bytes: frame({ opcode: ping, reserved }),
      then: 1002,
    },
  ]),
  ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode): ProtocolCase => ({
    name: `opcode ${opcode}`,
    bytes: frame({ opcode, payload: 'x' }),
    then: 1002,
  })),
  ...Object.entries(Opcode).map(([name, opcode]): ProtocolCase => ({
    name: `${name} without a mask`,
    bytes: frame({ opcode, payload: 'xx', masked: false }),
    then: 1002,
  })),
];

const controls: ProtocolCase[] = [
  { name: 'an empty ping', bytes: frame({ opcode: ping }), then: 'answered' },
  { name: 'a ping with text', bytes: frame({ opcode: ping, payload: 'are you there?' }), then: 'answered' },
  {
    name: 'a ping of bytes that are no text',
    bytes: frame({ opcode: ping, payload: Buffer.from([0, 255, 254]) }),
    then: 'answered',
  },
  { name: 'a ping of 125 bytes', bytes: frame({ opcode: ping, payload: of(125) }), then: 'answered' },
  { name: 'a ping of 126 bytes', bytes: frame({ opcode: ping, payload: of(126) }), then: 1002 },
  { name: 'a ping that claims 2^40 bytes', bytes: frame({ opcode: ping, claims: 2n ** 40n }), then: 1002 },
  {
    name: 'a ping in fragments',
    bytes: join(frame({ opcode: ping, fin: false }), frame({ opcode: continuation })),
    then: 1002,
  },
  { name: 'a pong in fragments', bytes: frame({ opcode: pong, fin: false }), then: 1002 },
  { name: 'a pong that nobody asked for', bytes: frame({ opcode: pong, payload: 'here' }), then: 'ignored' },
  { name: 'an empty pong', bytes: frame({ opcode: pong }), then: 'ignored' },
  { name: 'a pong of 126 bytes', bytes: frame({ opcode: pong, payload: of(126) }), then: 1002 },
  { name: 'a close in fragments', bytes: frame({ opcode: close, fin: false }), then: 1002 },
];

const fragments: ProtocolCase[] = [
  { name: 'a text', bytes: frame({ opcode: text, payload: 'hello' }), then: 'ignored' },
  { name: 'an empty text', bytes: frame({ opcode: text }), then: 'ignored' },
  {
    name: 'bytes',
    bytes: frame({ opcode: binary, payload: Buffer.from([0, 1, 254, 255]) }),
    then: 'ignored',
  },
  {
    name: 'a text in two fragments',
    bytes: join(
      frame({ opcode: text, payload: 'hel', fin: false }),
      frame({ opcode: continuation, payload: 'lo' }),
    ),
    then: 'ignored',
  },
  {
    name: 'a ping between two fragments',
    bytes: join(
      frame({ opcode: text, payload: 'hel', fin: false }),
      frame({ opcode: ping, payload: 'between' }),
      frame({ opcode: continuation, payload: 'lo' }),
    ),
    then: 'answered',
  },
  {
    name: 'a thousand empty fragments',
    bytes: join(
      frame({ opcode: text, fin: false }),
      ...Array.from({ length: 1_000 }, () => frame({ opcode: continuation, fin: false })),
      frame({ opcode: continuation }),
    ),
    then: 1008,
  },
  { name: 'a fragment of nothing', bytes: frame({ opcode: continuation, payload: 'lo' }), then: 1002 },
  {
    name: 'a fragment after the last one',
    bytes: join(frame({ opcode: text, payload: 'x' }), frame({ opcode: continuation, fin: false })),
    then: 1002,
  },
  {
    name: 'a text within another one',
    bytes: join(frame({ opcode: text, payload: 'hel', fin: false }), frame({ opcode: text, payload: 'lo' })),
    then: 1002,
  },
];

const badText: readonly (readonly [string, number[]])[] = [
  ['an overlong slash', [0xc0, 0xaf]],
  ['a character that is cut off', [0xe2, 0x82]],
  ['half a surrogate pair', [0xed, 0xa0, 0x80]],
  ['a character past the last', [0xf4, 0x90, 0x80, 0x80]],
  ['a byte that no text has', [0x61, 0xff]],
];

const utf8: ProtocolCase[] = [
  ...badText.flatMap(([name, bytes]): ProtocolCase[] => [
    { name: `a text with ${name}`, bytes: frame({ opcode: text, payload: Buffer.from(bytes) }), then: 1007 },
    { name: `a close whose reason has ${name}`, bytes: closeFrame(1000, Buffer.from(bytes)), then: 1007 },
    {
      name: `two fragments with ${name}`,
      bytes: join(
        frame({ opcode: text, payload: Buffer.from(bytes.slice(0, 1)), fin: false }),
        frame({ opcode: continuation, payload: Buffer.from(bytes.slice(1)) }),
      ),
      then: 1007,
    },
  ]),
  {
    name: 'a character that two fragments share',
    bytes: join(
      frame({ opcode: text, payload: Buffer.from([0xe2, 0x82]), fin: false }),
      frame({ opcode: continuation, payload: Buffer.from([0xac]) }),
    ),
    then: 'ignored',
  },
  { name: 'a close whose reason is a text', bytes: closeFrame(1000, 'κόσμε 🙂'), then: 1000 },
];

const limits: ProtocolCase[] = [
  {
    name: `a text of ${MAX_MESSAGE} bytes`,
    bytes: frame({ opcode: text, payload: of(MAX_MESSAGE) }),
    then: 'ignored',
  },
  { name: 'a text of a byte more', bytes: frame({ opcode: text, payload: of(MAX_MESSAGE + 1) }), then: 1009 },
  { name: 'bytes, one too many', bytes: frame({ opcode: binary, payload: of(MAX_MESSAGE + 1) }), then: 1009 },
  { name: 'a text that claims 65,535 bytes', bytes: frame({ opcode: text, claims: 65_535n }), then: 1009 },
  { name: 'a text that claims 2^40 bytes', bytes: frame({ opcode: text, claims: 2n ** 40n }), then: 1009 },
  { name: 'a text that claims 2^63 bytes', bytes: frame({ opcode: text, claims: 2n ** 63n }), then: 1009 },
  {
    name: 'fragments that are too much together',
    bytes: join(
      frame({ opcode: text, payload: of(MAX_MESSAGE), fin: false }),
      frame({ opcode: continuation, payload: 'x' }),
    ),
    then: 1009,
  },
];

const closing: ProtocolCase[] = [
  { name: 'a close without a code', bytes: frame({ opcode: close }), then: 1005 },
  { name: 'a close with half a code', bytes: frame({ opcode: close, payload: 'x' }), then: 1002 },
  ...[1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999].map(
    (code): ProtocolCase => ({ name: `a close with ${code}`, bytes: closeFrame(code), then: code }),
  ),
  ...[0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535].map((code): ProtocolCase => ({
    name: `a close with ${code}, which is none`,
    bytes: closeFrame(code),
    then: 1002,
  })),
  { name: 'a close with a reason of 123 bytes', bytes: closeFrame(1000, of(123)), then: 1000 },
  { name: 'a close with a reason of 124 bytes', bytes: closeFrame(1000, of(124)), then: 1002 },
  {
    name: 'a text after a close',
    bytes: join(closeFrame(1000), frame({ opcode: text, payload: 'x' })),
    then: 1000,
  },
  { name: 'two closes', bytes: join(closeFrame(1000), closeFrame(1001)), then: 1000 },
];

/** By the chapters of the Autobahn suite that concern a server which takes no data. */
export const protocolCases: Readonly<Record<string, readonly ProtocolCase[]>> = {
  framing,
  'control frames': controls,
  fragments,
  'UTF-8': utf8,
  limits,
  'close codes': closing,
};
