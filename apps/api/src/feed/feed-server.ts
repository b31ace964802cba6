import { problem, type ErrorMessage, type FeedQuery, type QueryDefaults } from '@thelook/feed';
import type { Logger } from '@thelook/service';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { Admission, type FullBecause } from './admission.js';
import type { Channel } from './channel.js';
import { ChannelLimitError, type Channels } from './channels.js';
import { FeedClient } from './feed-client.js';
import { kindOf, RECORDS_VIEW, recordsKind, viewOf } from './feed-kinds.js';
import { readFeedRequest } from './feed-request.js';
import { Frame } from './frame.js';
import { Handshake } from './handshake.js';
import { Heartbeat } from './heartbeat.js';
import type { FeedLimits } from './limits.js';
import { refuse } from './refusal.js';
import type { SlowClients } from './slow-clients.js';

/** When a client that found everything taken may try again. */
const RETRY_AFTER_SECONDS = 10;

const unexpectedMessage: ErrorMessage = {
  type: 'error',
  code: 'THELOOK_UNEXPECTED_MESSAGE',
  message: 'Clients of thelook.v1 send no messages.',
  action: 'Say what you want in the query of the address, and connect again to change it.',
};

export interface FeedServerOptions {
  channels: Channels;
  slow: SlowClients;
  limits: FeedLimits;
  /** The window of the records feed, and of whoever asks for no other. */
  defaults: QueryDefaults;
  /** Name and version of this program. */
  server: string;
  logger: Logger;
  onEviction: (reason: EvictionReason) => void;
  onRefusal: (code: string) => void;
}

/** Why a client is closed: it did not read in time, answered no ping, or sent a message. */
export type EvictionReason = 'slow' | 'dead' | 'message';

/** The WebSocket side of the api: lets clients in, joins them to their channels and sees them off. */
export class FeedServer {
  readonly #options: FeedServerOptions;
  readonly #handshake: Handshake;
  readonly #admission: Admission;
  readonly #heartbeat: Heartbeat;
  readonly #clients = new Set<FeedClient>();
  #closing = false;

  constructor(options: FeedServerOptions) {
    const { limits } = options;
    this.#options = options;
    this.#handshake = new Handshake(limits.compress);
    this.#admission = new Admission(limits);
    this.#heartbeat = new Heartbeat(limits.pingSeconds, (client) => {
      options.onEviction('dead');
      client.webSocket.terminate();
    });
  }

  get clients(): number {
    return this.#clients.size;
  }

  /** Takes the place of a server's `upgrade` listener. */
  upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    if (this.#closing) {
      this.#refuse(socket, 503, 'THELOOK_CLOSING', 'The server is going away; connect again later.');
      return;
    }
    const wanted = readFeedRequest(request, this.#options.defaults);
    if (wanted.feed === 'refused') {
      this.#options.onRefusal(wanted.problem.code);
      refuse(socket, wanted.problem);
      return;
    }
    const address = socket.remoteAddress ?? '';
    const full = this.#admission.enter(address);
    if (full) {
      this.#refuseFull(socket, full);
      return;
    }
    const query = wanted.feed === 'v1' ? wanted.query : undefined;
    if (!this.#connect(request, socket, head, address, query)) this.#admission.leave(address);
  }

  /** Says goodbye to all (1001, going away), and cuts off those that have not answered within `ms`. */
  async close(ms: number): Promise<void> {
    this.#closing = true;
    this.#heartbeat.stop();
    const gone = [...this.#clients].map(
      ({ webSocket }) => new Promise((resolve) => webSocket.once('close', resolve)),
    );
    const cut = setTimeout(() => {
      for (const { webSocket } of this.#clients) webSocket.terminate();
    }, ms);
    for (const { webSocket } of this.#clients) webSocket.close(1001, 'the server is going away');
    await Promise.all(gone);
    clearTimeout(cut);
  }

  #connect(
    request: IncomingMessage,
    socket: Socket,
    head: Buffer,
    address: string,
    query: FeedQuery | undefined,
  ): boolean {
    let channel: Channel;
    try {
      channel = this.#channelOf(query);
    } catch (error) {
      if (!(error instanceof ChannelLimitError)) throw error;
      this.#refuseChannel(socket, error);
      return false;
    }
    const webSocket = this.#handshake.accept(request, socket, head);
    if (!webSocket) {
      this.#options.onRefusal('THELOOK_HANDSHAKE');
      return false;
    }
    const client = new FeedClient(webSocket, socket);
    this.#follow(client, channel, address);
    // The records feed has always left unanswered what its clients send.
    if (query) webSocket.on('message', () => this.#refuseMessage(client));
    channel.join(client, query?.resume);
    return true;
  }

  #channelOf(query: FeedQuery | undefined): Channel {
    const { channels, defaults, limits, server } = this.#options;
    if (!query) return channels.open({ ...defaults, view: RECORDS_VIEW }, () => recordsKind);
    const { lookbackMinutes, refreshSeconds } = query;
    const key = { lookbackMinutes, refreshSeconds, view: viewOf(query) };
    return channels.open(key, () => kindOf(query, limits, server));
  }

  #follow(client: FeedClient, channel: Channel, address: string): void {
    const { webSocket } = client;
    this.#clients.add(client);
    this.#heartbeat.add(client);
    webSocket.on('pong', () => {
      client.pinged = false;
    });
    webSocket.on('error', (error) => {
      this.#options.logger.debug({ reason: error.message }, 'client failed');
    });
    webSocket.on('close', () => {
      this.#clients.delete(client);
      this.#heartbeat.delete(client);
      this.#admission.leave(address);
      channel.leave(client);
    });
  }

  #refuseMessage(client: FeedClient): void {
    if (!client.isOpen) return;
    this.#options.onEviction('message');
    client.write(client.bytesOf(new Frame(JSON.stringify(unexpectedMessage))));
    client.webSocket.close(1008, 'clients send no messages');
  }

  #refuseFull(socket: Socket, full: FullBecause): void {
    const { maxClients, maxClientsPerAddress } = this.#options.limits;
    if (full === 'clients') {
      const detail = `${maxClients} clients are connected, and no more are allowed; try again later.`;
      this.#refuse(socket, 503, 'THELOOK_TOO_MANY_CLIENTS', detail);
    } else {
      const detail = `${maxClientsPerAddress} clients are connected from this address, and no more are allowed; close some.`;
      this.#refuse(socket, 429, 'THELOOK_TOO_MANY_CLIENTS_OF_ADDRESS', detail);
    }
  }

  #refuseChannel(socket: Socket, { limit, message }: ChannelLimitError): void {
    const [code, advice] =
      limit === 'windows'
        ? [
            'THELOOK_TOO_MANY_WINDOWS',
            'Leave out lookback and refresh to share the default window, or try again later.',
          ]
        : ['THELOOK_TOO_MANY_VIEWS', 'Use fewer filters and filter in the client, or try again later.'];
    this.#refuse(socket, 503, code, `${message} ${advice}`);
  }

  #refuse(socket: Socket, status: 429 | 503, code: string, detail: string): void {
    this.#options.onRefusal(code);
    refuse(socket, problem(status, { code, detail }), RETRY_AFTER_SECONDS);
  }
}
