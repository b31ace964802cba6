import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { inflateRawSync } from 'node:zlib';
import { WebSocket, WebSocketServer } from 'ws';
import { Frame } from '../../src/feed/frame.js';

let server: WebSocketServer;

beforeAll(async () => {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  await once(server, 'listening');
});
afterAll(() => server.close());

/** What a client reads when the server writes these bytes to its socket. */
async function read(bytes: Buffer): Promise<{ text: string; isBinary: boolean }> {
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const message = once(client, 'message');
  const [, request] = await once(server, 'connection');
  (request.socket as Socket).write(bytes);
  const [data, isBinary] = await message;
  client.close();
  return { text: String(data), isBinary };
}

// Around each of the three forms in which a length is written.
test.each([0, 1, 125, 126, 127, 65_535, 65_536, 200_000])(
  'a text of %d bytes arrives whole',
  async (length) => {
    const text = 'x'.repeat(length);
    await expect(read(new Frame(text).bytes(false))).resolves.toEqual({ text, isBinary: false });
  },
);

test('length counts bytes, not characters', async () => {
  const text = 'é👗'.repeat(40);
  await expect(read(new Frame(text).bytes(false))).resolves.toEqual({ text, isBinary: false });
});

test.each([0, 100, 70_000, 500_000])('a text of %d bytes is compressed as RFC 7692 wants it', (length) => {
  const text = Array.from({ length }, (_, place) => String.fromCharCode(97 + ((place * place) % 26))).join(
    '',
  );
  const bytes = new Frame(text).bytes(true);
  expect(bytes[0]).toBe(0xc1);
  const header = bytes[1] === 126 ? 4 : bytes[1] === 127 ? 10 : 2;
  const tail = Buffer.from([0, 0, 0xff, 0xff]);
  expect(bytes.subarray(-4).equals(tail)).toBe(false);
  const inflated = inflateRawSync(Buffer.concat([bytes.subarray(header), tail]), { finishFlush: 2 });
  expect(inflated.toString()).toBe(text);
});

test('is built once, and compressed once', () => {
  const frame = new Frame('{"a":1}', 3);
  expect(frame.bytes(false)).toBe(frame.bytes(false));
  expect(frame.bytes(true)).toBe(frame.bytes(true));
  expect(frame.rows).toBe(3);
});
