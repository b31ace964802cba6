import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { shareOf } from '../feed/admission.js';
import { hostOf } from './client-address.js';

/** How long a connection counts as one that has just come. */
const YOUNG_MS = 2_000;

export interface HttpConnectionsOptions {
  /** Connections at a time that are no WebSocket, or none yet. */
  places: number;
  /** Whether a peer speaks for others, so that it is no one address: a proxy. */
  isProxy: (address: string) => boolean;
}

interface HttpConnection {
  socket: Socket;
  address: string;
  since: number;
}

/**
 * The connections that are no WebSocket (yet): requests, what is kept open between two, and what says nothing at all.
 * There are places for so many, and an address has half of what the others leave. A newcomer always finds one: the
 * address that has too many loses the connection that it has had for longest. So nobody shuts others out by holding
 * connections, and who comes with ten thousand clients at once is let in as fast as they shake hands.
 */
export class HttpConnections {
  readonly #options: HttpConnectionsOptions;
  /** By the peer's address and port, since with TLS there are two sockets for one connection. */
  readonly #byPeer = new Map<string, HttpConnection>();
  readonly #byAddress = new Map<string, Set<string>>();
  /** One for all connections; `this` is the one that has closed. */
  readonly #onClose: (this: Socket) => void;

  constructor(options: HttpConnectionsOptions) {
    this.#options = options;
    const closed = (socket: Socket) => {
      const peer = peerOf(socket);
      if (this.#byPeer.get(peer)?.socket === socket) this.#leave(peer);
    };
    this.#onClose = function () {
      closed(this);
    };
  }

  get size(): number {
    return this.#byPeer.size;
  }

  /** Counts the connections of this server from now on. */
  watch(server: Server): void {
    server.on('connection', (socket: Socket) => this.#enter(socket));
  }

  /** A connection that has become a WebSocket, which is counted elsewhere. */
  release(socket: Socket): void {
    this.#leave(peerOf(socket));
  }

  #enter(socket: Socket): void {
    const { remoteAddress = '' } = socket;
    const peer = peerOf(socket);
    const address = this.#options.isProxy(remoteAddress) ? '' : hostOf(remoteAddress);
    const peers = this.#byAddress.get(address) ?? new Set<string>();
    this.#byAddress.set(address, peers.add(peer));
    socket.once('close', this.#onClose);
    this.#byPeer.set(peer, { socket, address, since: performance.now() });
    this.#makeRoom(address, peers);
  }

  #leave(peer: string): void {
    const entry = this.#byPeer.get(peer);
    if (!entry) return;
    this.#byPeer.delete(peer);
    entry.socket.off('close', this.#onClose);
    const peers = this.#byAddress.get(entry.address);
    peers?.delete(peer);
    if (peers?.size === 0) this.#byAddress.delete(entry.address);
  }

  #makeRoom(address: string, peers: ReadonlySet<string>): void {
    const { places } = this.#options;
    const most = address === '' ? places : shareOf(places, this.size - peers.size);
    // In the order in which they came. While there are places, whoever has just come gets to say what it wants.
    if (this.size > places) this.#drop(peers.size > most ? peers : this.#byPeer.keys(), 0);
    else if (peers.size > most) this.#drop(peers, YOUNG_MS);
  }

  /** Ends the first of these connections, if it is that old. */
  #drop(peers: Iterable<string>, ageMs: number): void {
    for (const peer of peers) {
      const entry = this.#byPeer.get(peer);
      if (!entry || entry.since > performance.now() - ageMs) return;
      this.#leave(peer);
      entry.socket.destroy();
      return;
    }
  }
}

function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
