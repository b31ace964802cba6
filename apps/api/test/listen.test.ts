import { createServer } from 'node:http';
import { listen } from '../src/listen.js';

const servers: ReturnType<typeof createServer>[] = [];

async function listenOn(host: string, port = 0): Promise<string> {
  const server = createServer((_request, response) => void response.end('here'));
  servers.push(server);
  return (await listen(server, host, port)).url;
}

afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

test.each(['127.0.0.1', 'localhost'])('the URL of %s leads there', async (host) => {
  const url = await listenOn(host);
  await expect((await fetch(url)).text()).resolves.toBe('here');
});

test.each(['no such host', '999.1.1.1', '192.0.2.1'])(
  'an address that is not here is refused: %s',
  async (host) => {
    await expect(listenOn(host)).rejects.toMatchObject({
      code: 'THELOOK_USAGE',
      field: 'HOST',
      value: host,
      allowed: expect.stringContaining('of this machine'),
    });
  },
);

test('a port that is taken is refused', async () => {
  const { port } = new URL(await listenOn('127.0.0.1'));
  await expect(listenOn('127.0.0.1', Number(port))).rejects.toMatchObject({
    code: 'THELOOK_USAGE',
    message: `PORT is "${port}"; allowed: a port that is free and ours to take (EADDRINUSE).`,
  });
});

test.each([
  ['127.0.0.1', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['::', false],
])('whether %s is for this machine only is known: %s', async (host, isLocal) => {
  const server = createServer();
  servers.push(server);
  await expect(listen(server, host, 0)).resolves.toMatchObject({ isLocal });
});
