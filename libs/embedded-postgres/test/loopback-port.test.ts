import { createServer, type Server } from 'node:net';
import { anyPort, choosePort } from '../src/loopback-port.js';

function occupy(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

test('the port used last is used again', async () => {
  const last = await anyPort();
  expect(await choosePort(last)).toBe(last);
});

test('a port that is taken gives way to one near the usual', async () => {
  const last = await anyPort();
  const server = await occupy(last);
  const port = await choosePort(last);
  expect(port).not.toBe(last);
  expect(port).toBeGreaterThanOrEqual(54329);
  const next = await occupy(port);
  expect(await choosePort(port)).not.toBe(port);
  next.close();
  server.close();
});
