import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createLogger } from '@thelook/service';
import express from 'express';
import { createRestRoutes } from '../../src/rest/rest-routes.js';
import type { FullWindow } from '../../src/rest/window-reader.js';

/** The REST side on a server of its own. */
export class RestHost {
  readonly url: string;
  readonly #server;

  private constructor(server: ReturnType<typeof createServer>) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(readWindow: (lookbackMinutes: number) => Promise<FullWindow>): Promise<RestHost> {
    const logger = createLogger({ name: 'test', level: 'silent' });
    const app = express().use(createRestRoutes({ readWindow, lookbackMinutes: 5, logger }));
    const server = createServer((request, response) => void app(request, response));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return new RestHost(server);
  }

  get(path: string, accept?: string, init: RequestInit = {}): Promise<Response> {
    return fetch(this.url + path, { ...init, headers: accept === undefined ? {} : { Accept: accept } });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
