import { createServer, request, type IncomingHttpHeaders, type Server } from 'node:http';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import express from 'express';
import { createDashboardRoutes } from '../../src/dashboard/dashboard-routes.js';

const script = 'console.log("theLook");';
let directory: string;
let server: Server;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'thelook-dashboard-'));
  const app = express();
  app.use(createDashboardRoutes({ directory }));
  app.use((_request, response) => void response.status(404).send('elsewhere'));
  server = createServer((incoming, response) => void app(incoming, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(directory, { recursive: true });
});

async function build(): Promise<void> {
  await mkdir(join(directory, 'assets'));
  await writeFile(join(directory, 'index.html'), '<!doctype html><title>theLook</title>');
  await writeFile(join(directory, 'assets/index-1a2b3c.js'), script);
  await writeFile(join(directory, 'assets/index-1a2b3c.js.br'), brotliCompressSync(script));
  await writeFile(join(directory, 'assets/index-1a2b3c.js.gz'), gzipSync(script));
}

interface Answer {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** A request with exactly these headers: fetch would add its own and unpack the answer. */
function get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    })
      .on('error', reject)
      .end();
  });
}

test('the page is asked for each time, and may load from its own origin only', async () => {
  await build();
  const { status, headers, body } = await get('/');
  expect(status).toBe(200);
  expect(body.toString()).toContain('<title>theLook</title>');
  expect(headers['cache-control']).toBe('no-cache');
  const policy = headers['content-security-policy'];
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|\*|https?:|data:/);
  expect(headers['x-content-type-options']).toBe('nosniff');
  await expect(get('/', { 'if-none-match': headers.etag! })).resolves.toMatchObject({ status: 304 });
});

test('a file with a hash in its name is kept for a year', async () => {
  await build();
  const { headers } = await get('/assets/index-1a2b3c.js');
  expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
});

test.each([
  ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
  ['gzip', 'gzip', gunzipSync],
] as const)('whoever accepts %s gets %s', async (accepted, encoding, unpack) => {
  await build();
  const { headers, body } = await get('/assets/index-1a2b3c.js', { 'accept-encoding': accepted });
  expect(headers['content-encoding']).toBe(encoding);
  expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
  expect(headers.vary).toBe('Accept-Encoding');
  expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(unpack(body).toString()).toBe(script);
});

test('whoever accepts no compression gets the file as it is', async () => {
  await build();
  const { headers, body } = await get('/assets/index-1a2b3c.js');
  expect(headers['content-encoding']).toBeUndefined();
  expect(body.toString()).toBe(script);
});

test('before the build, everything is left to others; a build while the api runs is served', async () => {
  await expect(get('/')).resolves.toMatchObject({ status: 404 });
  await build();
  await expect(get('/')).resolves.toMatchObject({ status: 200 });
});

test('nothing outside the build can be reached', async () => {
  await build();
  await writeFile(`${directory}-secret.js`, 'secret');
  for (const path of [
    `/../${directory.split('/').at(-1)}-secret.js`,
    '/%2e%2e/secret.js',
    '/assets/..%2f..%2fx.js',
  ]) {
    const { status, body } = await get(path, { 'accept-encoding': 'br' });
    expect(status).not.toBe(200);
    expect(body.toString()).not.toContain('secret');
  }
  await rm(`${directory}-secret.js`);
});
