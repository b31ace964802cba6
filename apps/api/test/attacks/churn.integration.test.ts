import { once } from 'node:events';
import type { Socket } from 'node:net';
import { openFiles, served, until, useAttackedApi } from './attacked-api.js';
import { RawClient, upgradeRequest } from './raw-client.js';
import { closeFrame, frame, Opcode } from './raw-frames.js';

/** Connections that each stage is left in, so many of them at a time. */
const ROUNDS = 8;
const AT_ONCE = 50;

const used = useAttackedApi();

const upgraded = (socket: Socket, query?: string): Promise<RawClient> =>
  query === undefined
    ? RawClient.open(socket)
    : RawClient.open(socket, `/ws${query}`, ['Sec-WebSocket-Protocol: thelook.v1']);

/** What somebody has done by the moment at which they are gone. */
const stages: Readonly<Record<string, (socket: Socket) => unknown>> = {
  'nothing but connected': () => undefined,
  'sent half a line': (socket) => socket.write('GET /w'),
  'sent half an upgrade': (socket) => socket.write(upgradeRequest().slice(0, 60)),
  'asked for an upgrade, and waited for no answer': (socket) => socket.write(upgradeRequest()),
  'been upgraded': (socket) => upgraded(socket),
  'been upgraded to thelook.v1': (socket) => upgraded(socket, '?feed=summary'),
  'got a first frame': async (socket) => (await upgraded(socket, '')).frames(1),
  'sent half a frame': async (socket) =>
    (await upgraded(socket)).send(frame({ opcode: Opcode.text, payload: 'hello' }).subarray(0, 4)),
  'sent a close, and waited for no answer': async (socket) => (await upgraded(socket)).send(closeFrame(1000)),
  'been refused': (socket) =>
    socket.write(upgradeRequest('/ws?feed=none', ['Sec-WebSocket-Protocol: thelook.v1'])),
};

const leave: Readonly<Record<string, (socket: Socket) => void>> = {
  'is gone': (socket) => socket.destroy(),
  'resets the connection': (socket) => socket.resetAndDestroy(),
  'ends its half': (socket) => socket.resume().end(),
};

describe.each(Object.entries(leave))('whoever %s', (_way, go) => {
  test.each(Object.entries(stages))('having %s leaves nothing behind', async (_stage, reach) => {
    const files = await openFiles();
    for (let round = 0; round < ROUNDS; round += 1) {
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          const socket = await used.api.connect();
          const closed = once(socket, 'close');
          await reach(socket);
          go(socket);
          await closed;
        }),
      );
    }
    await served(used.honest);
    await used.api.untilClients(1);
    // What is kept alive for other requests of this test's own comes and goes.
    await until(async () => (await openFiles()) <= files + 4);
  });
});
