import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { FanOut, type Broadcast, type Round } from '../../src/feed/fan-out.js';
import { FeedClient } from '../../src/feed/feed-client.js';
import { Frame } from '../../src/feed/frame.js';
import { Handshake } from '../../src/feed/handshake.js';
import { SlowClients } from '../../src/feed/slow-clients.js';
import { TestClient } from './feed-host.js';

/** More than any kernel takes for somebody who does not read. */
const hello = new Frame('h'.repeat(20_000_000));
const state = new Frame('s'.repeat(10_000), 7);

let server: ReturnType<typeof createServer>;
let slow: SlowClients;

beforeEach(async () => {
  slow = new SlowClients({ seconds: 60, places: 10, onTooSlow: () => undefined });
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  slow.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Both ends of a connection whose client does not read. */
async function connectDeaf(): Promise<{ near: FeedClient; far: TestClient; socket: Socket }> {
  const far = new TestClient(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  far.socket.once('open', () => far.socket.pause());
  const [request, socket, head] = await once(server, 'upgrade');
  const webSocket = new Handshake(false).accept(request, socket, head);
  if (!webSocket) throw new Error('the handshake has failed');
  await far.opened();
  return { near: new FeedClient(webSocket, socket, '127.0.0.1'), far, socket };
}

const broadcast: Broadcast = {
  hello,
  statusRevision: 0,
  status: undefined,
  revision: 1,
  frameSince: () => ({ frame: state, revision: 1 }),
};

const helloBytes = hello.wire(false).length;
const stateBytes = state.wire(false).length;

test.each([
  ['too small for another frame', stateBytes, helloBytes],
  ['large enough', helloBytes + stateBytes, helloBytes + stateBytes],
])('a cap that is %s is kept, and nothing is lost', async (_, maxQueuedBytes, queued) => {
  const rounds: Round[] = [];
  const fanOut = new FanOut({
    broadcast,
    slow,
    maxQueuedBytes,
    onRound: (round) => rounds.push({ ...round }),
  });
  const { near, far, socket } = await connectDeaf();
  fanOut.add(near, true);
  expect(socket.writableLength).toBe(queued);
  expect(slow.size).toBe(1);
  fanOut.publish();
  expect(rounds.at(-1)).toEqual({ clients: 0, bytes: 0, rows: 0, skipped: 1 });

  far.socket.resume();
  expect(await far.frame()).toHaveLength(20_000_000);
  expect(await far.frame()).toHaveLength(10_000);
  const sum = (of: (round: Round) => number) => rounds.reduce((total, round) => total + of(round), 0);
  expect(sum(({ bytes }) => bytes)).toBe(helloBytes + stateBytes);
  expect(sum(({ clients }) => clients)).toBe(1);
  expect(sum(({ rows }) => rows)).toBe(7);
  far.socket.terminate();
});

test('a client that has left gets nothing, and is waited for no more', async () => {
  const fanOut = new FanOut({ broadcast, slow, maxQueuedBytes: 1, onRound: () => undefined });
  const { near, far, socket } = await connectDeaf();
  fanOut.add(near, true);
  fanOut.delete(near);
  expect(slow.size).toBe(0);
  expect(fanOut.size).toBe(0);
  far.socket.resume();
  await far.frame();
  fanOut.publish();
  expect(socket.writableLength).toBe(0);
  far.socket.terminate();
});

test('nobody is always served last', async () => {
  const order: number[] = [];
  const fanOut = new FanOut({
    broadcast: { ...broadcast, hello: undefined },
    slow,
    maxQueuedBytes: 1,
    onRound: () => undefined,
  });
  const clients = [];
  for (let number = 0; number < 4; number += 1) {
    const { near, far, socket } = await connectDeaf();
    clients.push({ near, far });
    const write = socket.write.bind(socket);
    Object.assign(socket, {
      write: (...args: Parameters<typeof write>) => {
        order.push(number);
        return write(...args);
      },
    });
    fanOut.add(near, false);
  }
  const last = new Set<number | undefined>();
  for (let round = 0; round < 4; round += 1) {
    for (const { near } of clients) near.revision = 0;
    fanOut.publish();
    expect([...new Set(order.splice(0, 3)), order.at(-1)].sort()).toEqual([0, 1, 2, 3]);
    last.add(order.pop());
  }
  expect(last).toEqual(new Set([0, 1, 2, 3]));
  for (const { far } of clients) far.socket.terminate();
});
