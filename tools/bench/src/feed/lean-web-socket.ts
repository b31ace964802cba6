import { connect, type Socket } from 'node:net';
import { FrameReader } from './frame-reader.js';
import { pong, upgrade } from './raw-handshake.js';

type Listener = (event: never) => void;
type RefusalListener = (request: { destroy(): void }, response: object) => void;

const SWITCHING = 'HTTP/1.1 101';

/**
 * As much of a WebSocket as the library needs, at a fraction of what `ws` costs a client: ten thousand of them fit beside
 * the server that they come back to.
 */
export class LeanWebSocket {
  protocol = '';
  readonly #listeners = new Map<string, Listener>();
  readonly #socket: Socket;
  #onRefusal: RefusalListener = () => undefined;
  #handshake: string | undefined = '';
  readonly #reader = new FrameReader(
    {
      onPing: (payload) => this.#socket.write(pong(payload)),
      onText: (_length, data) => this.#tell('message', { data }),
    },
    true,
  );

  constructor(url: string, protocols: readonly string[]) {
    const { hostname, port, pathname, search } = new URL(url);
    this.#socket = connect({ port: Number(port), host: hostname });
    this.#socket.on('error', (error) => this.#tell('error', { error }));
    this.#socket.once('close', () => this.#tell('close', { code: 1006, reason: '' }));
    this.#socket.on('data', (bytes: Buffer) => this.#take(bytes));
    this.#socket.write(upgrade(pathname + search, protocols.join(', ')));
  }

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.set(type, listener);
  }

  /** As of `ws`, for the one event that the library looks for. */
  on(_event: 'unexpected-response', listener: RefusalListener): void {
    this.#onRefusal = listener;
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(bytes: Buffer): void {
    if (this.#handshake === undefined) return this.#reader.read(bytes);
    this.#handshake += bytes.toString('latin1');
    const end = this.#handshake.indexOf('\r\n\r\n');
    if (end === -1) return;
    const head = this.#handshake.slice(0, end);
    const rest = Buffer.from(this.#handshake.slice(end + 4), 'latin1');
    this.#handshake = undefined;
    if (!head.startsWith(SWITCHING)) return this.#refuse(head);
    this.protocol = /^sec-websocket-protocol: (.*)$/im.exec(head)?.[1] ?? '';
    this.#tell('open', {});
    this.#reader.read(rest);
  }

  #refuse(head: string): void {
    const headers = { 'retry-after': /^retry-after: (.*)$/im.exec(head)?.[1] };
    const statusCode = Number(head.slice(9, 12));
    this.#onRefusal(
      { destroy: () => this.#socket.destroy() },
      { statusCode, headers, async *[Symbol.asyncIterator]() {} },
    );
  }

  #tell(type: string, event: object): void {
    this.#listeners.get(type)?.(event as never);
  }
}
