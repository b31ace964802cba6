import { connect, createServer, type Socket } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onMessages, type SupervisorMessage } from '../src/supervisor-messages.js';
import { SupervisorClients } from '../src/supervisor-clients.js';
import { supervise, type RunningServer } from '../src/supervision.js';
import { eventually } from './eventually.js';

/** A server of which the test decides when it has started, ended and stopped. */
class ServerUnderTest {
  takenOver = false;
  starts = 0;
  stops = 0;
  reports: string[] = [];
  stopping: Promise<void> = Promise.resolve();
  end: () => void = () => undefined;

  start = (): Promise<RunningServer> => {
    this.starts += 1;
    const ended = new Promise<void>((resolve) => (this.end = resolve));
    const stop = async () => {
      this.stops += 1;
      await this.stopping;
      this.end();
    };
    return Promise.resolve({
      postmaster: { port: 1, ended, stop },
      password: 'p',
      dataDir: 'd',
      takenOver: this.takenOver,
      stop,
    });
  };
}

let folder: string;
let clients: SupervisorClients;
let joinAsClient: () => Promise<{ socket: Socket; messages: SupervisorMessage[]; closed: Promise<unknown> }>;
let look: () => Socket;
let close: () => void;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'thelook-test-'));
  clients = new SupervisorClients();
  const sockets: Socket[] = [];
  const listener = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket);
    clients.welcome(socket);
  });
  const path = join(folder, 's');
  listener.listen(path);
  await once(listener, 'listening');
  look = () => connect({ path, allowHalfOpen: true });
  joinAsClient = async () => {
    const socket = look();
    const messages: SupervisorMessage[] = [];
    onMessages(socket, (message) => messages.push(message));
    socket.once('end', () => socket.end());
    socket.write('join\n');
    const before = clients.count;
    await eventually('the client is counted', () => clients.count > before);
    return { socket, messages, closed: once(socket, 'close') };
  };
  close = () => {
    listener.close();
    for (const socket of sockets) socket.destroy();
  };
});
afterEach(async () => {
  close();
  await rm(folder, { recursive: true });
});

function run(server: ServerUnderTest, { idleMs = 20_000, asked = new AbortController().signal } = {}) {
  return supervise(
    { start: server.start, report: (message) => server.reports.push(message), idleMs, graceMs: 10_000 },
    clients,
    asked,
  );
}

test('nobody comes: nothing is started', async () => {
  const server = new ServerUnderTest();
  await run(server, { idleMs: 1 });
  expect(server.starts).toBe(0);
});

test('a client that comes while the server stops for the last one gets it started again', async () => {
  const server = new ServerUnderTest();
  let stopped: () => void = () => undefined;
  server.stopping = new Promise((resolve) => (stopped = resolve));
  const done = run(server);
  const first = await joinAsClient();
  await eventually('it is ready', () => first.messages.some(({ type }) => type === 'ready'));
  first.socket.end();
  await eventually('it is being stopped', () => server.stops === 1);

  const second = await joinAsClient();
  stopped();
  await first.closed;
  await eventually('it is started again', () => server.starts === 2);
  second.socket.end();
  await done;
  expect([server.starts, server.stops]).toEqual([2, 2]);
});

test('a server that was taken over is not stopped before its other clients could come back', async () => {
  const server = new ServerUnderTest();
  server.takenOver = true;
  const done = run(server);
  const first = await joinAsClient();
  await eventually('it is ready', () => first.messages.some(({ type }) => type === 'ready'));
  first.socket.end();
  await eventually('the first has left', () => clients.count === 0);

  const second = await joinAsClient();
  await first.closed;
  expect(server.stops).toBe(0);
  second.socket.end();
  await done;
  expect([server.starts, server.stops]).toEqual([1, 1]);
});

test('who only looks for a supervisor sends nobody away who waits for the server to stop', async () => {
  const server = new ServerUnderTest();
  server.takenOver = true;
  const done = run(server);
  const last = await joinAsClient();
  await eventually('it is ready', () => last.messages.some(({ type }) => type === 'ready'));
  last.socket.end();
  await eventually('the last has left', () => clients.count === 0);

  const looking = look();
  await once(looking, 'connect');
  looking.end();
  await once(looking.resume(), 'end');
  await done;
  expect(server.stops).toBe(1);
  expect(last.messages.some(({ type }) => type === 'left')).toBe(false);
});

test('a server that ends again and again is given up, and the clients are told', async () => {
  const server = new ServerUnderTest();
  const done = run(server);
  const client = await joinAsClient();
  for (let round = 1; round <= 5; round += 1) {
    await eventually('it is started', () => server.starts === round);
    server.end();
  }
  await done;
  expect(server.starts).toBe(5);
  expect(server.reports).toHaveLength(5);
  await eventually('the client is told', () => client.messages.at(-1)?.type === 'failed');
  expect(client.messages.at(-1)).toMatchObject({ code: 'THELOOK_SERVER_START' });
});

test('asked to end, it tells the clients so and waits for them', async () => {
  const server = new ServerUnderTest();
  const asked = new AbortController();
  const done = run(server, { asked: asked.signal });
  const client = await joinAsClient();
  asked.abort();
  await eventually('the client is told', () => client.messages.at(-1)?.type === 'stopping');
  expect(server.stops).toBe(0);
  client.socket.end();
  await done;
  expect([server.starts, server.stops]).toEqual([1, 1]);
});
