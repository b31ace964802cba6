import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { upgrade } from '../feed/raw-handshake.js';
import { serveCommands } from '../feed/worker-process.js';
import type { AttackCommands, AttackName, AttackOptions } from './attack-names.js';

/** They share an address, which is not that of the honest ones. */
const ADDRESS = '127.0.0.2';
/** Until somebody who was turned away, or cut off, is back. */
const AGAIN_MS = 200;
/** Between two bytes of a slow sender, and two floods. */
const DRIP_MS = 100;

/** A masked ping of 125 bytes, of zeros, a hundred times. */
const PINGS = Buffer.concat(
  Array.from({ length: 100 }, () => Buffer.concat([Buffer.from([0x89, 0x80 | 125]), Buffer.alloc(4 + 125)])),
);

let admitted = 0;
let refused = 0;

/** What number `n` does on each of its connections, one after the other, until that is closed. */
const attacks: Readonly<Record<AttackName, (socket: Socket, n: number) => void>> = {
  'never reading': (socket, n) => {
    ask(socket, n % 2 === 0 ? '/ws' : '/ws?feed=items', n % 2 === 0 ? undefined : 'thelook.v1');
    socket.once('data', () => socket.pause());
  },
  'own windows': (socket, n) => {
    ask(socket, `/ws?lookback=${1 + (n % 50)}&refresh=${1 + n / 100}`, 'thelook.v1');
  },
  // Every item passes each of them, and each is another view.
  'own filters': (socket, n) => {
    const feed = n % 2 === 0 ? 'summary' : 'items';
    ask(socket, `/ws?feed=${feed}&department=Men&department=Women&department=D${n}`, 'thelook.v1');
  },
  churn: (socket, n) => {
    ask(socket, '/ws?feed=items', n % 2 === 0 ? 'thelook.v1' : undefined);
    socket.once('data', () => socket.resetAndDestroy());
  },
  slowloris: (socket) => {
    socket.write('GET /ws HTTP/1.1\r\nHost: localhost\r\n');
    every(socket, () => socket.write('X'));
  },
  'floods of pings': (socket) => {
    ask(socket, '/ws?feed=summary', 'thelook.v1');
    every(socket, () => socket.writableLength < PINGS.length && socket.write(PINGS));
  },
};

/** Asks for a WebSocket, and notes the answer. */
function ask(socket: Socket, path: string, protocol: string | undefined): void {
  socket.write(upgrade(path, protocol));
  socket.once('data', (answer: Buffer) => {
    if (answer.toString('latin1', 0, 12) === 'HTTP/1.1 101') admitted += 1;
    else refused += 1;
  });
}

function every(socket: Socket, act: () => void): void {
  const timer = setInterval(act, DRIP_MS);
  socket.once('close', () => clearInterval(timer));
}

async function goOn({ name, port }: AttackOptions, n: number): Promise<void> {
  for (;;) {
    const socket = connect({ port, host: '127.0.0.1', localAddress: ADDRESS });
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    if (name !== 'never reading') socket.resume();
    attacks[name](socket, n);
    await closed;
    await pause(name === 'churn' ? 0 : AGAIN_MS);
  }
}

serveCommands({
  attack: (options: AttackOptions) => {
    for (let n = 0; n < options.count; n += 1) void goOn(options, n);
  },
  counts: () => ({ admitted, refused }),
} satisfies AttackCommands);
