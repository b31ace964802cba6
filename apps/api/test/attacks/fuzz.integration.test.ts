import { once } from 'node:events';
import fc from 'fast-check';
import type { Socket } from 'node:net';
import type { TestClient } from '../feed/feed-host.js';
import { AttackedApi, served } from './attacked-api.js';
import { RawClient, upgradeRequest } from './raw-client.js';

const TOKEN = 'correct-horse-battery-staple';
const RUNS = { numRuns: 300 };

let open: AttackedApi;
let guarded: AttackedApi;
let honest: TestClient;

beforeAll(async () => {
  [open, guarded] = await Promise.all([AttackedApi.start(), AttackedApi.start({ tokens: [TOKEN] })]);
  honest = await open.client().opened();
});
afterAll(async () => {
  await served(honest);
  await open.untilClients(1);
  await Promise.all([open.close(), guarded.close()]);
});

/** The status of the answer to these bytes; 0: the server ended the connection without one. */
async function statusOf(socket: Socket, bytes: Buffer | string, isWhole = true): Promise<number> {
  let answer = '';
  const answered = new Promise<void>((resolve) => {
    socket.on('data', (piece: Buffer) => {
      answer += piece.toString('latin1');
      if (answer.includes('\r\n\r\n')) resolve();
    });
    socket.once('close', () => resolve());
  });
  socket.write(bytes);
  // Whoever has said half of something must be done, or it is for the server to wait.
  if (!isWhole) socket.end();
  await answered;
  socket.destroy();
  return Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? 0);
}

/** Whether a text can stand in a line of a header at all; others are the business of the raw bytes. */
const line = fc.string({ unit: 'binary-ascii', maxLength: 200 }).filter((text) => !/[\r\n\0]/.test(text));
const anyText = fc.oneof(fc.string({ maxLength: 120 }), fc.string({ unit: 'grapheme', maxLength: 120 }));

test('any bytes are answered with a status, or ended', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 400 }).map((array) => Buffer.from(array)),
    fc
      .string({ unit: 'binary-ascii', minLength: 1, maxLength: 400 })
      .map((text) => Buffer.from(`GET ${text}`)),
    fc.tuple(fc.nat(), fc.nat(255)).map(([place, byte]) => {
      const request = Buffer.from(upgradeRequest());
      request[place % request.length] = byte;
      return request;
    }),
  );
  await fc.assert(
    fc.asyncProperty(bytes, async (sent) => {
      const status = await statusOf(await open.connect(), sent, false);
      expect(status === 0 || (status >= 101 && status < 600)).toBe(true);
      expect(status).not.toBe(500);
    }),
    RUNS,
  );
});

test('any headers of an upgrade are taken or refused', async () => {
  const names = [
    'Sec-WebSocket-Protocol',
    'Sec-WebSocket-Extensions',
    'Sec-WebSocket-Version',
    'Sec-WebSocket-Key',
  ];
  const more = [
    'Origin',
    'Host',
    'Authorization',
    'Connection',
    'Upgrade',
    'X-Forwarded-For',
    'Forwarded',
    'Cookie',
  ];
  const headers = fc.array(fc.tuple(fc.constantFrom(...names, ...more), line), {
    minLength: 1,
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(headers, async (given) => {
      const lines = given.map(([name, value]) => `${name}: ${value}`);
      const status = await statusOf(await open.connect(), upgradeRequest('/ws', lines));
      expect([101, 200, 400, 401, 403, 404, 405, 421, 426, 429, 431, 503]).toContain(status);
    }),
    RUNS,
  );
});

test('any query is taken or refused, and never breaks the server', async () => {
  const names = fc.oneof(
    fc.constantFrom(
      'feed',
      'lookback',
      'refresh',
      'resume',
      'country',
      'category',
      'status',
      'gender',
      'token',
    ),
    anyText,
  );
  const values = fc.oneof(
    anyText,
    fc.double().map(String),
    fc.bigInt().map(String),
    fc.constantFrom(
      'items',
      'summary',
      '',
      '-0',
      '1e309',
      'NaN',
      '0x10',
      '__proto__',
      'constructor',
      '%',
      '%00',
      '%ff',
    ),
  );
  const query = fc.oneof(
    fc.array(fc.tuple(names, values), { maxLength: 8 }).map((pairs) => String(new URLSearchParams(pairs))),
    fc
      .array(fc.tuple(names, values), { maxLength: 8 })
      .map((pairs) => encodeURI(pairs.map((pair) => pair.join('=')).join('&'))),
    line.map((text) => text.replace(/[ #]/g, '+')),
  );
  await fc.assert(
    fc.asyncProperty(query, async (text) => {
      const protocol = ['Sec-WebSocket-Protocol: thelook.v1'];
      const upgrade = await statusOf(await open.connect(), upgradeRequest(`/ws?${text}`, protocol));
      expect([101, 400, 429, 503]).toContain(upgrade);
      for (const path of ['/ws', '/api/v1/summary', '/api/v1/order-items']) {
        const asked = `GET ${path}?${text} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
        expect([200, 400, 406, 426, 429, 503]).toContain(await statusOf(await open.connect(), asked));
      }
    }),
    { numRuns: 150 },
  );
});

test('any cursor is taken, and one that means nothing gives the whole', async () => {
  const honestCursor = await cursorNow();
  const cursor = fc.oneof(
    fc.stringMatching(/^[\w.:~-]{1,100}$/),
    fc.nat().map((revision) => `${honestCursor.split('.')[0]}.${revision.toString(36)}`),
    fc.constantFrom(honestCursor, `${honestCursor}.`, `${honestCursor}0`, `.${honestCursor}`, 'x.zzzzzzzzzz'),
  );
  await fc.assert(
    fc.asyncProperty(cursor, async (resume) => {
      const client = await open.client(`?resume=${encodeURIComponent(resume)}`).opened();
      await client.next('hello');
      const first = await client.message();
      expect(['snapshot', 'delta', 'status']).toContain(first.type);
      client.socket.terminate();
    }),
    { numRuns: 100 },
  );
});

async function cursorNow(): Promise<string> {
  const client = await open.client('').opened();
  const { cursor } = await client.next('snapshot');
  client.socket.terminate();
  return cursor;
}

test('no token but the right one opens anything', async () => {
  const near = fc.oneof(
    line,
    fc.constantFrom(
      `${TOKEN} `,
      TOKEN.toUpperCase(),
      `${TOKEN}\t`,
      TOKEN.slice(1),
      `${TOKEN}${TOKEN}`,
      `"${TOKEN}"`,
    ),
    fc.nat(TOKEN.length - 1).map((place) => `${TOKEN.slice(0, place)}~${TOKEN.slice(place + 1)}`),
  );
  const scheme = fc.constantFrom('Bearer', 'bearer', 'Basic', 'Token', '');
  await fc.assert(
    fc.asyncProperty(near, scheme, async (token, kind) => {
      fc.pre(token.trim() !== TOKEN);
      const offered = `thelook.v1, thelook.token.${Buffer.from(token, 'latin1').toString('base64url')}`;
      for (const header of [`Authorization: ${kind} ${token}`, `Sec-WebSocket-Protocol: ${offered}`]) {
        const status = await statusOf(await guarded.connect(), upgradeRequest('/ws', [header]));
        expect([400, 401]).toContain(status);
      }
    }),
    RUNS,
  );
});

test('any frames after the handshake leave the connection open or close it with a code', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (bytes) => {
      const client = await RawClient.open(await open.connect());
      client.send(Buffer.from(bytes));
      client.socket.end();
      if (!client.socket.closed) await once(client.socket, 'close');
      const { closeCode } = client;
      expect(closeCode === undefined || (closeCode >= 1000 && closeCode < 5000)).toBe(true);
    }),
    RUNS,
  );
});
