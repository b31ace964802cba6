import { once } from 'node:events';
import type { Socket } from 'node:net';
import { served, useAttackedApi } from './attacked-api.js';
import { upgradeRequest } from './raw-client.js';

/** Between two drips, far below every limit of a single wait. */
const DRIP_MS = 200;

const used = useAttackedApi();

/** Sends a text a byte at a time, over and over, until the server ends the connection. */
function drip(socket: Socket, text: string): void {
  let sent = 0;
  const timer = setInterval(() => socket.write(text[sent++ % text.length]!), DRIP_MS);
  socket.once('close', () => clearInterval(timer));
}

const request = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n';

const attacks: Readonly<Record<string, (socket: Socket) => void>> = {
  'says nothing': () => undefined,
  'drips a header that never ends': (socket) => {
    socket.write(request);
    drip(socket, 'X-More: x\r\n');
  },
  'drips one line that never ends': (socket) => drip(socket, 'GET /aaaaaaaaaaaaaaa'),
  'stops in half of an upgrade': (socket) => socket.write(upgradeRequest().slice(0, -2)),
  'drips an upgrade': (socket) => {
    socket.write(upgradeRequest().slice(0, -2));
    drip(socket, 'Sec-WebSocket-Extensions: x\r\n');
  },
  'asks once and keeps the connection': (socket) => socket.write(`${request}\r\n`),
  'promises a body and sends none': (socket) =>
    socket.write('POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n'),
  'drips a body': (socket) => {
    socket.write('POST /ws HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n');
    drip(socket, 'x');
  },
  'drips chunks': (socket) => {
    socket.write('POST /api/v1/summary HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n');
    drip(socket, '1\r\nx\r\n');
  },
  'promises a body beside an upgrade that is refused': (socket) =>
    socket.write(upgradeRequest('/nowhere', ['Content-Length: 1000000'])),
};

test.concurrent.each(Object.entries(attacks))(
  'whoever %s is sent away, and nobody else notices',
  async (_name, attack) => {
    // A few at a time, as one would.
    const sockets = await Promise.all(Array.from({ length: 5 }, () => used.api.connect()));
    const gone = sockets.map((socket) => {
      socket.resume();
      attack(socket);
      return once(socket, 'close');
    });
    await Promise.all(gone);
    await served(used.honest);
  },
);
