import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onMessages, sendMessage, type SupervisorMessage } from '../src/supervisor-messages.js';
import { eventually } from './eventually.js';

let folder: string;
let server: Server;
let near: Socket;
let far: Socket;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'thelook-test-'));
  server = createServer();
  server.listen(join(folder, 's'));
  await once(server, 'listening');
  const connection = once(server, 'connection');
  near = connect(join(folder, 's'));
  [far] = (await connection) as [Socket];
});
afterEach(async () => {
  near.destroy();
  far.destroy();
  server.close();
  await rm(folder, { recursive: true });
});

test('messages arrive one by one and as they were, however they are cut', async () => {
  const sent: SupervisorMessage[] = [
    { type: 'progress', message: 'two\nlines, and é' },
    { type: 'ready', port: 1, password: 'p', dataDir: 'd' },
    { type: 'stopping' },
  ];
  const received: SupervisorMessage[] = [];
  onMessages(near, (message) => received.push(message));
  const bytes = Buffer.from(sent.map((message) => JSON.stringify(message) + '\n').join(''));
  for (const byte of bytes) far.write(Buffer.of(byte));
  await eventually('all have arrived', () => received.length === sent.length);
  expect(received).toEqual(sent);
});

test('a connection that breaks is no reason to crash', async () => {
  onMessages(near, () => undefined);
  near.on('error', () => undefined);
  const closed = new Promise((resolve) => near.once('close', resolve));
  near.destroy(new Error('read ECONNRESET'));
  expect(await closed).toBe(true);
});

test('a message to someone who has gone is dropped', async () => {
  near.destroy();
  far.resume();
  await once(far, 'close');
  await expect(sendMessage(far, { type: 'stopping' })).resolves.toBeUndefined();
});
