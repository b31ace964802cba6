import { createConnection, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';

const QUERY = 'Q'.charCodeAt(0);
const COPY_PARTS = new Set(['d', 'c'].map((type) => type.charCodeAt(0)));
/** The type byte of a message and the four bytes of its length. */
const HEADER = 5;
/** What tells a transaction of the shop from what is said around it. */
const writes = /^(insert|update|delete|copy|with|set local|select [^ ]*move_step)\b/i;

/** A transaction as it went over the wire: a query of one or more statements, and the data of its COPYs. */
export type RecordedTransaction = Buffer;

/** Stands between a client and a server, lets everything pass and keeps the transactions that write. */
export class Recorder {
  readonly transactions: RecordedTransaction[] = [];
  readonly url: string;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  /** @param url of the database; the recorder's own {@link url} leads there, too */
  static async start(url: string): Promise<Recorder> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const through = new URL(url);
    through.hostname = '127.0.0.1';
    through.port = String((server.address() as AddressInfo).port);
    const recorder = new Recorder(server, through.href);
    const { hostname, port } = new URL(url);
    server.on('connection', (client) => recorder.#connect(client, hostname, Number(port)));
    return recorder;
  }

  stop(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #connect(client: Socket, host: string, port: number): void {
    const server = createConnection({ host, port });
    const listen = this.#listener();
    for (const socket of [client, server]) {
      this.#sockets.add(socket.setNoDelay().on('error', () => undefined));
    }
    client.on('data', (piece: Buffer) => {
      listen(piece);
      server.write(piece);
    });
    server.on('data', (piece: Buffer) => client.write(piece));
    client.on('close', () => server.end());
    server.on('close', () => client.end());
  }

  /** Reads what a client says, message by message; the first one, which has no type, is passed over. */
  #listener(): (piece: Buffer) => void {
    let rest = Buffer.alloc(0);
    let started = false;
    let open: Buffer[] | undefined;
    const close = (): void => {
      if (open) this.transactions.push(Buffer.concat(open));
      open = undefined;
    };
    return (piece) => {
      rest = Buffer.concat([rest, piece]);
      for (;;) {
        const head = started ? HEADER : HEADER - 1;
        if (rest.length < head) return;
        const length = rest.readInt32BE(head - 4) + head - 4;
        if (rest.length < length) return;
        const message = rest.subarray(0, length);
        rest = rest.subarray(length);
        if (started && COPY_PARTS.has(message[0]!)) open?.push(Buffer.from(message));
        else if (started) {
          close();
          const text = message[0] === QUERY ? message.toString('utf8', HEADER, HEADER + 60) : '';
          if (writes.test(text)) open = [Buffer.from(message)];
        }
        started = true;
      }
    };
  }
}
