import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { inflateRawSync } from 'node:zlib';
import { WebSocket, WebSocketServer } from 'ws';
import { Frame, Piece, type Wire } from '../../src/feed/frame.js';
import { Slices } from '../../src/window/slices.js';

let server: WebSocketServer;

beforeAll(async () => {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: true });
  await once(server, 'listening');
});
afterAll(() => server.close());

/** What a client reads when the server writes a message to its socket. */
async function read(
  { chunks }: Wire,
  perMessageDeflate = false,
): Promise<{ text: string; isBinary: boolean }> {
  const { port } = server.address() as AddressInfo;
  const client = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate });
  const message = once(client, 'message');
  const [, request] = await once(server, 'connection');
  for (const chunk of chunks) (request.socket as Socket).write(chunk);
  const [data, isBinary] = await message;
  client.close();
  return { text: String(data), isBinary };
}

// Around each of the three forms in which a length is written.
test.each([0, 1, 125, 126, 127, 65_535, 65_536, 200_000])(
  'a text of %d bytes arrives whole',
  async (length) => {
    const text = 'x'.repeat(length);
    await expect(read(new Frame(text).wire(false))).resolves.toEqual({ text, isBinary: false });
  },
);

test('length counts bytes, not characters', async () => {
  const text = 'é👗'.repeat(40);
  await expect(read(new Frame(text).wire(false))).resolves.toEqual({ text, isBinary: false });
});

test.each([0, 100, 70_000, 500_000])('a text of %d bytes is compressed as RFC 7692 wants it', (length) => {
  const text = Array.from({ length }, (_, place) => String.fromCharCode(97 + ((place * place) % 26))).join(
    '',
  );
  const bytes = Buffer.concat([...new Frame(text).wire(true).chunks]);
  expect(bytes[0]).toBe(0xc1);
  const header = bytes[1] === 126 ? 4 : bytes[1] === 127 ? 10 : 2;
  const tail = Buffer.from([0, 0, 0xff, 0xff]);
  expect(bytes.subarray(-4).equals(tail)).toBe(false);
  const inflated = inflateRawSync(Buffer.concat([bytes.subarray(header), tail]), { finishFlush: 2 });
  expect(inflated.toString()).toBe(text);
});

test('is built once, and compressed once', () => {
  const frame = new Frame('{"a":1}', 3);
  expect(frame.wire(false)).toBe(frame.wire(false));
  expect(frame.wire(true)).toBe(frame.wire(true));
  expect(frame.rows).toBe(3);
});

/** Pieces of many sizes, some millions of bytes together. */
const pieces = [0, 1, 64_000, 3, 1_024, 1_025, 900_000, 0, 2_000_000, 70_000, 5].map(
  (length, number) => new Piece(String.fromCharCode(97 + number).repeat(length)),
);
const whole = pieces.map(({ plain }) => String(plain)).join('');

test.each([pieces, [...pieces, ...pieces].slice(8)])(
  'a large message comes in fragments, and arrives whole',
  async (...some) => {
    const wire = new Frame(some).wire(false);
    expect(wire.chunks.length).toBeGreaterThan(4);
    expect(wire.length).toBe(Buffer.concat([...wire.chunks]).length);
    // Whatever is large is the piece itself, and no copy.
    for (const chunk of wire.chunks) {
      if (chunk.length > 2_000) expect(some.some(({ plain }) => plain === chunk)).toBe(true);
    }
    await expect(read(wire)).resolves.toEqual({
      text: some.map(({ plain }) => String(plain)).join(''),
      isBinary: false,
    });
  },
);

test('a large message is compressed piece by piece, and reads the same', async () => {
  const frame = new Frame(pieces);
  // Until it has been done, it goes as it is.
  expect(frame.wire(true)).toBe(frame.wire(false));
  await frame.deflate(new Slices());
  const wire = frame.wire(true);
  expect(wire.length).toBeLessThan(whole.length / 50);
  await expect(read(wire, true)).resolves.toEqual({ text: whole, isBinary: false });
});
