import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../browser.js';

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };

/** Serves a folder and opens a browser for what is looked at in it. */
export async function inBrowser(
  folder: string,
  look: (tab: Page, url: string) => Promise<void>,
): Promise<void> {
  const server = createServer(({ url = '/' }, response) => {
    const file = join(folder, normalize(url === '/' ? '/index.html' : url));
    const stream = createReadStream(file);
    stream.once('error', () => response.writeHead(404).end());
    response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream');
    stream.pipe(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const browser = await launchBrowser();
  try {
    const { port } = server.address() as AddressInfo;
    await look(await browser.newPage(), `http://127.0.0.1:${port}/`);
  } finally {
    await browser.close();
    server.close();
  }
}
