import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { WebSocket } from 'ws';
import { readTlsFiles } from '../../src/door/tls-files.js';
import { TestClient } from '../feed/feed-host.js';
import { ApiHost } from './api-host.js';

const run = promisify(execFile);
let folder: string;
const file = (name: string) => join(folder, name);

/** A certificate for 127.0.0.1 that vouches for itself, and its key. */
async function issue(name: string): Promise<void> {
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const files = ['-keyout', file(`${name}.key`), '-out', file(`${name}.crt`)];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-days', '1', '-nodes'];
  await run('openssl', ['req', '-x509', ...kind, ...subject, ...files]);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'thelook-tls-'));
  await Promise.all([issue('one'), issue('other'), writeFile(file('garbage'), 'garbage')]);
});

afterAll(() => rm(folder, { recursive: true }));

test('with a certificate, everything is served over TLS', async () => {
  const tls = readTlsFiles(file('one.crt'), file('one.key'));
  const host = await ApiHost.start({ tls, tokens: ['let-me-in'] });
  try {
    expect(host.url).toMatch(/^https:/);
    const ca = await readFile(file('one.crt'));
    const url = `${host.url.replace('https', 'wss')}/ws`;
    const stranger = new TestClient(url, 'thelook.v1', { ca });
    await expect(stranger.closed).resolves.toMatchObject({ code: 1006 });
    const client = await new TestClient(url, 'thelook.v1', {
      ...{ ca, origin: host.url, headers: { Authorization: 'Bearer let-me-in' } },
    }).opened();
    await expect(client.next('hello')).resolves.toMatchObject({ version: 1 });
    expect(client.socket.readyState).toBe(WebSocket.OPEN);
    client.socket.terminate();
  } finally {
    await host.close();
  }
});

test('without files there is no TLS', () => {
  expect(readTlsFiles(undefined, undefined)).toBeUndefined();
  expect(readTlsFiles('', '')).toBeUndefined();
});

test.each([
  ['one.crt', undefined, 'TLS_KEY', 'the key of the certificate'],
  [undefined, 'one.key', 'TLS_CERT', 'a certificate, since'],
  ['missing', 'one.key', 'TLS_CERT', 'a file that can be read (ENOENT)'],
  ['one.crt', 'missing', 'TLS_KEY', 'a file that can be read (ENOENT)'],
  ['.', 'one.key', 'TLS_CERT', 'a file that can be read (EISDIR)'],
  ['garbage', 'one.key', 'TLS_CERT', 'a file with a certificate in PEM'],
  ['one.crt', 'garbage', 'TLS_KEY', 'a file with a private key in PEM'],
  ['one.crt', 'other.key', 'TLS_KEY', 'the key of the certificate in TLS_CERT'],
])('the files %p and %p are refused, and it is said which and why', (cert, key, field, allowed) => {
  const path = (name: string | undefined) => (name === undefined ? undefined : file(name));
  const read = () => readTlsFiles(path(cert), path(key));
  expect(read).toThrow(expect.objectContaining({ code: 'THELOOK_USAGE', field }));
  expect(read).toThrow(allowed);
});
