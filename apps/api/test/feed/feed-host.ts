import { createServer } from 'node:http';
import { once } from 'node:events';
import { connect as connectTcp, type AddressInfo, type Socket } from 'node:net';
import type { FeedMessage } from '@thelook/feed';
import { createLogger } from '@thelook/service';
import express from 'express';
import { WebSocket, type ClientOptions } from 'ws';
import { defaultDoor, Door } from '../../src/door/door.js';
import { createFeed, type Feed } from '../../src/feed/feed.js';
import { defaultLimits, type FeedLimits } from '../../src/feed/limits.js';
import { createRefusalRoute } from '../../src/feed/refusal-route.js';
import type { WindowSource } from '../../src/window/sales-window.js';
import { upgradeRequest } from '../attacks/raw-client.js';

/** The refresh of a host's feeds, in seconds. */
export const REFRESH_SECONDS = 0.1;

/** A client of the feed that keeps what it has not been asked for yet. */
export class TestClient {
  readonly socket: WebSocket;
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly #frames: string[] = [];
  readonly #waiting: ((frame: string) => void)[] = [];

  constructor(url: string, protocol?: string, options: ClientOptions = {}) {
    this.socket = new WebSocket(url, protocol === undefined ? [] : [protocol], {
      perMessageDeflate: false,
      ...options,
    });
    this.socket.on('error', () => undefined);
    this.socket.on('message', (data) => {
      const waiting = this.#waiting.shift();
      if (waiting) waiting(String(data));
      else this.#frames.push(String(data));
    });
    this.closed = new Promise((resolve) => {
      this.socket.once('close', (code, reason) => resolve({ code, reason: String(reason) }));
    });
  }

  async opened(): Promise<this> {
    if (this.socket.readyState === WebSocket.CONNECTING) await once(this.socket, 'open');
    return this;
  }

  /** The next text frame. */
  frame(): Promise<string> {
    const frame = this.#frames.shift();
    return frame === undefined
      ? new Promise((resolve) => this.#waiting.push(resolve))
      : Promise.resolve(frame);
  }

  async message(): Promise<FeedMessage> {
    return JSON.parse(await this.frame()) as FeedMessage;
  }

  /** The next message of a type; those before it are dropped. */
  async next<Type extends FeedMessage['type']>(type: Type): Promise<Extract<FeedMessage, { type: Type }>> {
    for (;;) {
      const message = await this.message();
      if (isOfType(message, type)) return message;
    }
  }
}

function isOfType<Type extends FeedMessage['type']>(
  message: FeedMessage,
  type: Type,
): message is Extract<FeedMessage, { type: Type }> {
  return message.type === type;
}

/** A feed on a server of its own, and whoever connects to it. */
export class FeedHost {
  readonly feed: Feed;
  readonly port: number;
  /** Called with the server's end of each connection that is upgraded from now on. */
  onUpgrade: (socket: Socket) => void = () => undefined;
  readonly #server;
  readonly #clients: TestClient[] = [];
  readonly #sockets: Socket[] = [];

  private constructor(feed: Feed, server: ReturnType<typeof createServer>) {
    this.feed = feed;
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  static async start(source: WindowSource, limits: Partial<FeedLimits> = {}): Promise<FeedHost> {
    const feed = createFeed({
      door: new Door(defaultDoor),
      source,
      limits: { ...defaultLimits, ...limits },
      defaults: { lookbackMinutes: 5, refreshSeconds: REFRESH_SECONDS },
      logger: createLogger({ name: 'test', level: 'silent' }),
    });
    const routes = express().use(createRefusalRoute((request) => feed.server.refusalOf(request)));
    const server = createServer((request, response) => void routes(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const host = new FeedHost(feed, server);
    server.on('upgrade', (request, socket, head) => {
      host.onUpgrade(socket as Socket);
      feed.server.upgrade(request, socket as Socket, head);
    });
    return host;
  }

  /** A client of the records feed. */
  records(options?: ClientOptions): TestClient {
    return this.#keep(new TestClient(`ws://127.0.0.1:${this.port}/ws`, undefined, options));
  }

  /** A client of thelook.v1. */
  v1(query = '', options?: ClientOptions): TestClient {
    return this.#keep(new TestClient(`ws://127.0.0.1:${this.port}/ws${query}`, 'thelook.v1', options));
  }

  /** Asks for thelook.v1 without an upgrade. */
  get(query = ''): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.port}/ws${query}`);
  }

  /** A client that does nothing but the handshake: it reads and answers only as a test says. */
  async raw(path = '/ws', headers: readonly string[] = []): Promise<Socket> {
    const socket = connectTcp(this.port, '127.0.0.1');
    this.#sockets.push(socket);
    socket.on('error', () => undefined);
    socket.write(upgradeRequest(path, headers));
    await once(socket, 'readable');
    return socket;
  }

  /** The value of a metric; labels as in the text. */
  async metric(name: string): Promise<number> {
    const text = await this.feed.metrics.registry.metrics();
    const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `));
    return Number(line?.split(' ').at(-1) ?? Number.NaN);
  }

  async close(): Promise<void> {
    for (const { socket } of this.#clients) socket.terminate();
    for (const socket of this.#sockets) socket.destroy();
    await this.feed.close(1_000);
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #keep(client: TestClient): TestClient {
    this.#clients.push(client);
    return client;
  }
}

/** The answer to an upgrade that is refused. */
export async function refusalOf(
  client: TestClient,
): Promise<{ status: number; type: string; body: unknown }> {
  const [, response] = await once(client.socket, 'unexpected-response');
  let text = '';
  for await (const chunk of response) text += String(chunk);
  const type = String(response.headers['content-type']);
  return { status: response.statusCode, type, body: JSON.parse(text) };
}

/** How long a condition may take, on the slowest machine. */
const PATIENCE_MS = 60_000;

/** Resolves when the condition holds, which is looked at in every turn of the loop; a lost cause rejects. */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!condition()) {
    if (performance.now() > deadline)
      throw new Error(`not within ${PATIENCE_MS / 1_000} s: ${String(condition)}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
