import { problem, type ErrorMessage, type FeedQuery, type Problem, type QueryDefaults } from '@thelook/feed';
import type { Logger } from '@thelook/service';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Door } from '../door/door.js';
import { refuseUpgrade } from '../door/refusal.js';
import { Admission } from './admission.js';
import type { Channel } from './channel.js';
import type { ChannelKey, Channels } from './channels.js';
import { FeedClient } from './feed-client.js';
import { kindOf, RECORDS_VIEW, recordsKind, viewOf } from './feed-kinds.js';
import { readFeedQuery, readFeedRequest, refused, type FeedRequest } from './feed-request.js';
import { Frame } from './frame.js';
import { Handshake } from './handshake.js';
import { Heartbeat } from './heartbeat.js';
import { limitProblem } from './limit-problem.js';
import type { FeedLimits } from './limits.js';
import { overloadProblem } from './overload.js';
import type { SlowClients } from './slow-clients.js';

const closingProblem = problem(503, {
  code: 'THELOOK_CLOSING',
  detail: 'The server is going away; connect again later.',
});

const unexpectedMessage: ErrorMessage = {
  type: 'error',
  code: 'THELOOK_UNEXPECTED_MESSAGE',
  message: 'Clients of thelook.v1 send no messages.',
  action: 'Say what you want in the query of the address, and connect again to change it.',
};

export interface FeedServerOptions {
  door: Door;
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
    const address = this.#options.door.addresses.of(request);
    const wanted = this.#judge(request, address, () => readFeedRequest(request, this.#options.defaults));
    if (wanted.feed === 'refused') {
      this.#options.onRefusal(wanted.problem.code);
      refuseUpgrade(socket, wanted.problem);
      return;
    }
    const channel = this.#channelOf(wanted.query);
    const webSocket = this.#handshake.accept(request, socket, head);
    if (!webSocket) {
      this.#options.onRefusal('THELOOK_HANDSHAKE');
      return;
    }
    const client = new FeedClient(webSocket, socket);
    this.#follow(client, channel, address);
    // The records feed has always left unanswered what its clients send.
    if (wanted.query) webSocket.on('message', () => this.#refuseMessage(client));
    channel.join(client, wanted.query?.resume);
  }

  /** What an upgrade to thelook.v1 that is like this request would be refused with now. */
  refusalOf(request: IncomingMessage): Problem | undefined {
    const { door, defaults } = this.#options;
    const [, ...query] = (request.url ?? '').split('?');
    const read = () => readFeedQuery(query.join('?'), defaults);
    const wanted = this.#judge(request, door.addresses.of(request), read);
    return wanted.feed === 'refused' ? wanted.problem : undefined;
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

  /** What is wanted, or the refusal that it meets here and now. */
  #judge(request: IncomingMessage, address: string, read: () => FeedRequest): FeedRequest {
    const { channels, door, limits } = this.#options;
    const stranger = door.refusalOf(request);
    if (stranger) return refused(stranger);
    if (this.#closing) return refused(closingProblem);
    const wanted = read();
    if (wanted.feed === 'refused') return wanted;
    const limit = this.#admission.full(address) ?? channels.full(this.#keyOf(wanted.query));
    if (limit) return refused(limitProblem(limit, limits, channels.windows()));
    const overload = channels.overload(this.#keyOf(wanted.query));
    return overload ? refused(overloadProblem(overload)) : wanted;
  }

  #keyOf(query: FeedQuery | undefined): ChannelKey {
    if (!query) return { ...this.#options.defaults, view: RECORDS_VIEW };
    const { lookbackMinutes, refreshSeconds } = query;
    return { lookbackMinutes, refreshSeconds, view: viewOf(query) };
  }

  #channelOf(query: FeedQuery | undefined): Channel {
    const { channels, limits, server } = this.#options;
    return channels.open(this.#keyOf(query), () =>
      query ? kindOf(query, limits, server) : recordsKind(limits),
    );
  }

  #follow(client: FeedClient, channel: Channel, address: string): void {
    const { webSocket } = client;
    this.#clients.add(client);
    this.#admission.enter(address);
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
}
