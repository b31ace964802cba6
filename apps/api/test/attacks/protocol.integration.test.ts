import { AttackedApi, served, useAttackedApi } from './attacked-api.js';
import { protocolCases, type ProtocolCase } from './protocol-cases.js';
import { RawClient } from './raw-client.js';
import { frame, Opcode } from './raw-frames.js';

const used = useAttackedApi();

/** Sends all in one piece, and then, to another connection, byte by byte. */
const ways: Readonly<Record<string, (client: RawClient, bytes: Buffer) => void>> = {
  'at once': (client, bytes) => client.send(bytes),
  'byte by byte': ({ socket }, bytes) => {
    socket.setNoDelay(true);
    for (const byte of bytes) if (socket.writable) socket.write(Buffer.from([byte]));
  },
};

const check = async (client: RawClient, then: ProtocolCase['then']): Promise<void> => {
  if (typeof then === 'number') {
    await client.gone;
    expect(client.closeCode).toBe(then);
    return;
  }
  // A ping of our own, whose answer comes after all that the case may have brought about.
  client.send(frame({ opcode: Opcode.ping, payload: 'still there?' }));
  while (!client.controls.some(({ payload }) => String(payload) === 'still there?')) {
    await client.frames(1);
    expect(client.socket.closed).toBe(false);
  }
  expect(client.closeCode).toBeUndefined();
  expect(client.controls.filter(({ opcode }) => opcode === Opcode.pong)).toHaveLength(
    then === 'answered' ? 2 : 1,
  );
};

describe.each(Object.entries(protocolCases))('%s', (_chapter, cases) => {
  test.each(cases)('$name: $then', async ({ bytes, then }) => {
    for (const send of Object.values(ways)) {
      const client = await RawClient.open(await used.api.connect());
      send(client, bytes);
      await check(client, then);
      client.socket.destroy();
    }
    await served(used.honest);
  });
});

test('a client of thelook.v1 that says anything is told that it must not, and closed with 1008', async () => {
  for (const opcode of [Opcode.text, Opcode.binary]) {
    const client = await RawClient.open(await used.api.connect(), '/ws', [
      'Sec-WebSocket-Protocol: thelook.v1',
    ]);
    client.send(frame({ opcode, payload: 'select 1' }));
    await client.gone;
    expect(client.closeCode).toBe(1008);
  }
  await served(used.honest);
});

test('a flood of pings is answered or ended, and costs others nothing', async () => {
  const client = await RawClient.open(await used.api.connect());
  const pings = Buffer.concat(
    Array.from({ length: 10_000 }, () => frame({ opcode: Opcode.ping, payload: 'x'.repeat(125) })),
  );
  for (let round = 0; round < 10; round += 1) client.send(pings);
  await served(used.honest);
  client.send(frame({ opcode: Opcode.close }));
  await client.gone;
});

test('whoever reads nothing is gone in time, even if all that waits are answers to pings', async () => {
  const strict = await AttackedApi.start({ slowClientSeconds: 0.5 });
  try {
    const client = await RawClient.open(await strict.connect());
    client.socket.pause();
    const payload = 'x'.repeat(125);
    const pings = Buffer.concat(Array.from({ length: 1_000 }, () => frame({ opcode: Opcode.ping, payload })));
    // Until the kernel takes no more, since the server reads no more, or has ended it.
    while (client.socket.writable && client.socket.write(pings)) await new Promise(setImmediate);
    await strict.untilClients(0);
  } finally {
    await strict.close();
  }
});

test('when all have gone, the server counts nobody but those who are there', async () => {
  await used.api.untilClients(1);
});
