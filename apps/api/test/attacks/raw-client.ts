import { once } from 'node:events';
import type { Socket } from 'node:net';
import { FrameReader, Opcode, type ReceivedFrame } from './raw-frames.js';

/** What makes a request one for a WebSocket. */
export const upgradeHeaders = [
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
] as const;

/** The lines of an upgrade that is as it should be. */
export function upgradeRequest(path = '/ws', headers: readonly string[] = []): string {
  const lines = [`GET ${path} HTTP/1.1`, 'Host: localhost', ...upgradeHeaders, ...headers];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** A WebSocket client that sends any bytes whatever, and notes what comes back. */
export class RawClient {
  readonly socket: Socket;
  /** Control frames that came. */
  readonly controls: ReceivedFrame[] = [];
  /** The code of the close frame that came; 1005: one without a code. */
  closeCode: number | undefined;
  readonly gone: Promise<void>;
  #frames = 0;
  #waiting: (() => void)[] = [];

  private constructor(socket: Socket, head: Buffer) {
    this.socket = socket;
    this.gone = new Promise((resolve) => socket.once('close', () => resolve()));
    const reader = new FrameReader();
    const take = (bytes: Buffer): void => {
      for (const frame of reader.push(bytes)) this.#take(frame);
    };
    take(head);
    socket.on('data', take);
    socket.once('close', () => this.#wake());
  }

  /** Makes the handshake on a connection. */
  static async open(socket: Socket, path = '/ws', headers: readonly string[] = []): Promise<RawClient> {
    socket.write(upgradeRequest(path, headers));
    let answer = Buffer.alloc(0);
    while (!answer.includes('\r\n\r\n')) {
      const [bytes] = (await once(socket, 'data')) as [Buffer];
      answer = Buffer.concat([answer, bytes]);
    }
    socket.pause();
    const end = answer.indexOf('\r\n\r\n') + 4;
    const text = answer.subarray(0, end).toString();
    if (!text.startsWith('HTTP/1.1 101')) throw new Error(`refused: ${answer.toString()}`);
    const client = new RawClient(socket, answer.subarray(end));
    socket.resume();
    return client;
  }

  send(bytes: Buffer): void {
    if (this.socket.writable) this.socket.write(bytes);
  }

  /** Resolves when so many frames of any kind have come from now on, or the connection is gone. */
  async frames(count: number): Promise<void> {
    const wanted = this.#frames + count;
    while (this.#frames < wanted && !this.socket.closed) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #take(frame: ReceivedFrame): void {
    this.#frames += 1;
    if (frame.opcode >= Opcode.close) this.controls.push(frame);
    if (frame.opcode === Opcode.close) {
      this.closeCode = frame.payload.length < 2 ? 1005 : frame.payload.readUInt16BE(0);
    }
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
