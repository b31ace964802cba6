import { problem } from '@thelook/feed';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer, type ServerOptions, type WebSocket } from 'ws';
import { refuseUpgrade } from '../door/refusal.js';
import { chosenProtocol } from './feed-request.js';
import { MAX_MESSAGE_BYTES } from './limits.js';

/** How long a client may take to answer a close. */
const CLOSE_MS = 3_000;
/** Parts of a message, which may be empty and yet cost time. */
const MAX_FRAGMENTS = 16;
/** The largest window of deflate, and ours: every client's window must hold it. */
const WINDOW_BITS = 15;

/** The handshake of RFC 6455, and after it everything of the protocol but the frames that everybody gets. */
export class Handshake {
  readonly #server: WebSocketServer;
  readonly #compress: boolean;

  constructor(compress: boolean) {
    this.#compress = compress;
    // The types of ws do not know these two yet.
    const options: ServerOptions & { closeTimeout: number; maxFragments: number } = {
      noServer: true,
      clientTracking: false,
      maxPayload: MAX_MESSAGE_BYTES,
      maxFragments: MAX_FRAGMENTS,
      // Pings are answered when there is room for that.
      autoPong: false,
      closeTimeout: CLOSE_MS,
      handleProtocols: (offered) => chosenProtocol([...offered]) ?? false,
      // Nothing is ever compressed for one client, so there is no context to take over.
      perMessageDeflate: compress && {
        serverNoContextTakeover: true,
        clientNoContextTakeover: true,
        serverMaxWindowBits: WINDOW_BITS,
      },
    };
    this.#server = new WebSocketServer(options);
    this.#server.on('wsClientError', (error, socket) => {
      refuseUpgrade(socket, problem(400, { code: 'THELOOK_HANDSHAKE', detail: `${error.message}.` }));
    });
  }

  /** Makes a WebSocket of a connection; undefined when the client has got it wrong, or gone, and has been told. */
  accept(request: IncomingMessage, socket: Socket, head: Buffer): WebSocket | undefined {
    if (this.#compress && !windowFits(request.headers['sec-websocket-extensions'])) {
      delete request.headers['sec-websocket-extensions'];
    }
    let accepted: WebSocket | undefined;
    this.#server.handleUpgrade(request, socket, head, (webSocket) => (accepted = webSocket));
    return accepted;
  }
}

/** Whether the client can read what was compressed for everybody. One that cannot gets it as it is. */
function windowFits(offers: string | undefined): boolean {
  const smaller = /server_max_window_bits\s*=\s*"?(\d+)/.exec(offers ?? '');
  return smaller === null || Number(smaller[1]) >= WINDOW_BITS;
}
