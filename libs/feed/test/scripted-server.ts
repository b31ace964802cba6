import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SUBPROTOCOL, type FeedMessage, type HelloMessage } from '@thelook/feed';
import { WebSocketServer, type WebSocket } from 'ws';

/** One client's connection, as the server sees it. */
export interface Visit {
  /** From 1. */
  number: number;
  query: URLSearchParams;
  /** The subprotocols that it offered. */
  offered: string | undefined;
  socket: WebSocket;
  send(...messages: (FeedMessage | string)[]): void;
  /** Resolves with the close code. */
  closed: Promise<number>;
}

export const hello: HelloMessage = {
  type: 'hello',
  version: 1,
  feed: 'items',
  lookback_minutes: 5,
  refresh_seconds: 1,
  filters: {},
  limits: {
    max_clients: 10,
    max_clients_per_address: 10,
    max_message_bytes: 1_024,
    max_queued_bytes: 1_048_576,
    slow_client_seconds: 30,
  },
  server: 'test',
};

/** A WebSocket server that does at each connection what a test says. */
export class ScriptedServer {
  readonly visits: Visit[] = [];
  readonly #server: WebSocketServer;

  private constructor(server: WebSocketServer, script: (visit: Visit) => void) {
    this.#server = server;
    server.on('connection', (socket, request) => {
      const visit: Visit = {
        number: this.visits.length + 1,
        query: new URL(request.url ?? '', 'ws://localhost').searchParams,
        offered: request.headers['sec-websocket-protocol'],
        socket,
        send: (...messages) => {
          for (const message of messages) {
            socket.send(typeof message === 'string' ? message : JSON.stringify(message));
          }
        },
        closed: once(socket, 'close').then(([code]) => Number(code)),
      };
      this.visits.push(visit);
      script(visit);
    });
  }

  static async start(script: (visit: Visit) => void): Promise<ScriptedServer> {
    const server = new WebSocketServer({
      host: '127.0.0.1',
      port: 0,
      handleProtocols: () => SUBPROTOCOL,
    });
    await once(server, 'listening');
    return new ScriptedServer(server, script);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#server.clients) client.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
