import { once } from 'node:events';
import { ApiHost } from './api-host.js';

let host: ApiHost;

afterEach(() => host.close());

const get = ['Host: localhost'];

test('where all places are taken, the address with the most makes room at once', async () => {
  host = await ApiHost.start({ maxHttpConnections: 4 });
  const first = host.connect('', '127.0.0.2').resume();
  const closed = once(first, 'close');
  for (let number = 0; number < 4; number += 1) await once(host.connect('', '127.0.0.2'), 'connect');
  await closed;
  await expect(host.ask('/healthz', get)).resolves.toMatchObject({ status: 200 });
  await expect(host.upgrade(get)).resolves.toMatchObject({ status: 101 });
});

test('a WebSocket takes no place', async () => {
  host = await ApiHost.start({ maxHttpConnections: 2 });
  const upgrades = await Promise.all(Array.from({ length: 10 }, () => host.upgrade(get)));
  expect(upgrades.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 101));
});

test.each([
  ['nothing', ''],
  ['half of a header', 'GET / HTTP/1.1\r\nHost: local'],
  [
    'a request whose body never comes',
    'POST /ws HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nx',
  ],
])('a connection that says %s is ended', async (_, bytes) => {
  host = await ApiHost.start();
  const socket = host.connect(bytes).resume();
  await once(socket, 'close');
});

test('a header that comes byte by byte is not waited for', async () => {
  host = await ApiHost.start();
  const socket = host.connect('GET / HTTP/1.1\r\nHost: localhost\r\nX: ').resume();
  const timer = setInterval(() => socket.write('x'), 100);
  await once(socket, 'close');
  clearInterval(timer);
});
