import { createDb, readConnectionConfig } from '@thelook/db';
import { createLogger } from '@thelook/service';
import { connect, type Socket } from 'node:net';
import { upgradeHeaders } from '../attacks/raw-client.js';
import { startServer, type ApiServer, type ApiServerOptions } from '../../src/server.js';

/** What came back to a request, as it was on the wire. */
export interface RawAnswer {
  status: number;
  /** By lower-case name. */
  headers: ReadonlyMap<string, string>;
  body: string;
}

/** The whole api, without a database: what is decided at its door needs none. */
export class ApiHost {
  readonly url: string;
  readonly port: number;
  readonly #server: ApiServer;
  readonly #db: ReturnType<typeof createDb>;
  readonly #sockets: Socket[] = [];

  private constructor(server: ApiServer, db: ReturnType<typeof createDb>) {
    this.#server = server;
    this.#db = db;
    this.url = server.url;
    this.port = Number(new URL(server.url).port);
  }

  static async start(options: Partial<ApiServerOptions> = {}): Promise<ApiHost> {
    const config = readConnectionConfig({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' })!;
    const db = createDb(config);
    const server = await startServer({
      ...{ db, config, host: '127.0.0.1', port: 0, lookbackMinutes: 5, refreshSeconds: 1 },
      logger: createLogger({ name: 'test', level: 'silent' }),
      ...options,
    });
    return new ApiHost(server, db);
  }

  /** Sends these bytes on a connection of their own. */
  connect(bytes = '', localAddress?: string): Socket {
    const socket = connect({ port: this.port, host: '127.0.0.1', ...(localAddress && { localAddress }) });
    this.#sockets.push(socket);
    socket.on('error', () => undefined);
    socket.write(bytes);
    return socket;
  }

  /** Asks with just these headers, and reads until the server ends the connection. */
  async ask(path: string, headers: readonly string[], method = 'GET'): Promise<RawAnswer> {
    const lines = [`${method} ${path} HTTP/1.1`, ...headers, 'Connection: close'];
    return readAnswer(this.connect(`${lines.join('\r\n')}\r\n\r\n`));
  }

  /** Asks for a WebSocket; the answer is whatever comes up to the end of its header or, refused, of its body. */
  async upgrade(headers: readonly string[], path = '/ws'): Promise<RawAnswer> {
    const lines = [`GET ${path} HTTP/1.1`, ...upgradeHeaders, ...headers];
    return readAnswer(this.connect(`${lines.join('\r\n')}\r\n\r\n`));
  }

  /** Stops it, as a signal does. */
  stop(): Promise<void> {
    return this.#server.close();
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await this.#server.close();
    await this.#db.destroy();
  }
}

async function readAnswer(socket: Socket): Promise<RawAnswer> {
  let text = '';
  for await (const chunk of socket) {
    text += String(chunk);
    if (text.startsWith('HTTP/1.1 101') && text.includes('\r\n\r\n')) break;
  }
  const [head = '', ...body] = text.split('\r\n\r\n');
  const [line = '', ...fields] = head.split('\r\n');
  const headers = fields.map((field) => /^(.*?): (.*)$/.exec(field)!);
  return {
    status: Number(line.split(' ')[1]),
    headers: new Map(headers.map(([, name, value]) => [name!.toLowerCase(), value!])),
    body: body.join('\r\n\r\n'),
  };
}
