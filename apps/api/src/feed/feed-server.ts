import { problem, type ErrorMessage, type FeedQuery, type Problem, type QueryDefaults } from '@thelook/feed';
import type { Logger } from '@thelook/service';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Door } from '../door/door.js';
import { Memo } from '../door/memo.js';
import { refuseUpgrade } from '../door/refusal.js';
import { AddressBudgets, type Wanted } from './address-budgets.js';
import type { Channel } from './channel.js';
import type { ChannelKey, Channels } from './channels.js';
import { drain, GOODBYES_A_SECOND } from './drain.js';
import { FeedClient } from './feed-client.js';
import { kindOf, RECORDS_VIEW, recordsKind, viewOf, type KindOptions } from './feed-kinds.js';
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

/** How long it may take until there is somebody to come back to. */
const RESTART_SECONDS = 2;

/** Messages, pings and pongs that a client may send from one of our pings to the next. */
const MAX_HEARD = 300;

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
  /** What summaries say of the shop. */
  shop: KindOptions['shop'];
  logger: Logger;
  onEviction: (reason: EvictionReason) => void;
  onRefusal: (code: string) => void;
}

/** Why a client is closed: it did not read in time, answered no ping, or sent a message. */
export type EvictionReason = 'slow' | 'dead' | 'message';

type Refused = Extract<FeedRequest, { feed: 'refused' }>;

/** What a request asks for, and which channel that is; or why it may not. */
type Asked = (Exclude<FeedRequest, Refused> & { key: ChannelKey } & Omit<Wanted, 'address'>) | Refused;

/** A request that is let in, or why it is not. */
type Judged = { feed: 'v1' | 'records'; query?: FeedQuery; key: ChannelKey; wanted: Wanted } | Refused;

/** The WebSocket side of the api: lets clients in, joins them to their channels and sees them off. */
export class FeedServer {
  readonly #options: FeedServerOptions;
  readonly #handshake: Handshake;
  readonly #budgets: AddressBudgets;
  readonly #heartbeat: Heartbeat;
  readonly #clients = new Set<FeedClient>();
  /** By the address and the subprotocols of a request, since most clients want the same. */
  readonly #asked: Memo<Asked>;
  readonly #spend = (client: FeedClient, bytes: number) => this.#budgets.spend(client.address, bytes);
  #closing = false;
  #closedAt = 0;

  constructor(options: FeedServerOptions) {
    const { limits } = options;
    this.#options = options;
    this.#asked = new Memo((text) => {
      const [url = '', protocols] = text.split('\n');
      return this.#channelAsked(readFeedRequest(url, protocols, options.defaults));
    });
    this.#handshake = new Handshake(limits.compress);
    this.#budgets = new AddressBudgets(limits);
    this.#heartbeat = new Heartbeat(probeSeconds(limits), (client) => {
      options.onEviction('dead');
      client.webSocket.terminate();
    });
  }

  get clients(): number {
    return this.#clients.size;
  }

  /** Takes the place of a server's `upgrade` listener; false: the request has been refused. */
  upgrade(request: IncomingMessage, socket: Socket, head: Buffer): boolean {
    const address = this.#options.door.addresses.of(request);
    const { url = '', headers } = request;
    const protocols = headers['sec-websocket-protocol'];
    // Neither has a line break in it.
    const asked = () => this.#asked.of(protocols === undefined ? url : `${url}\n${protocols}`);
    const judged = this.#judge(request, address, asked);
    if (judged.feed === 'refused') {
      this.#options.onRefusal(judged.problem.code);
      refuseUpgrade(socket, judged.problem, judged.retryAfterSeconds);
      return false;
    }
    const { query, key, wanted } = judged;
    const channel = this.#channelOf(query, key);
    // Until the newcomer has been told what there is.
    socket.cork();
    const webSocket = this.#handshake.accept(request, socket, head);
    if (!webSocket) {
      this.#options.onRefusal('THELOOK_HANDSHAKE');
      return false;
    }
    const client = new FeedClient(webSocket, socket, address);
    // The records feed has always left unanswered what its clients send.
    this.#follow(client, channel, { wanted, answers: query !== undefined });
    channel.join(client, query?.resume);
    client.release();
    return true;
  }

  /** What an upgrade to thelook.v1 that is like this request would be refused with now. */
  refusalOf(request: IncomingMessage): Problem | undefined {
    const address = this.#options.door.addresses.of(request);
    const [, ...query] = (request.url ?? '').split('?');
    const judged = this.#judge(request, address, () =>
      this.#channelAsked(readFeedQuery(query.join('?'), this.#options.defaults)),
    );
    return judged.feed === 'refused' ? judged.problem : undefined;
  }

  /**
   * Sees all off, spread over `drainSeconds`, or faster where there are few: whoever is told to go comes back at once,
   * here or elsewhere. Cuts off those that have not answered within `ms`.
   */
  async close(ms: number): Promise<void> {
    this.#closing = true;
    const { drainSeconds } = this.#options.limits;
    const seconds = Math.min(drainSeconds, this.#clients.size / GOODBYES_A_SECOND);
    this.#closedAt = performance.now() + seconds * 1_000;
    await drain([...this.#clients], seconds);
    const gone = [...this.#clients].map(({ webSocket }) => once(webSocket, 'close'));
    const cut = setTimeout(() => {
      for (const { webSocket } of this.#clients) webSocket.terminate();
    }, ms);
    await Promise.all(gone);
    clearTimeout(cut);
    this.#heartbeat.stop();
  }

  /** What is wanted, or the refusal that it meets here and now. */
  #judge(request: IncomingMessage, address: string, read: () => Asked): Judged {
    const { channels, door, limits } = this.#options;
    const stranger = door.refusalOf(request);
    if (stranger) return refused(stranger);
    if (this.#closing) {
      const left = Math.max(0, this.#closedAt - performance.now()) / 1_000;
      return refused(closingProblem, Math.ceil(left) + RESTART_SECONDS);
    }
    const asked = read();
    if (asked.feed === 'refused') return asked;
    const { feed, query, key, own, hasDefaultWindow } = asked;
    const wanted = { address, own, hasDefaultWindow };
    const limit = this.#budgets.full(wanted) ?? channels.full(key);
    const wait = limit === 'snapshots' ? this.#budgets.waitSeconds(address) : undefined;
    if (limit) return refused(limitProblem(limit, limits, channels.windows()), wait);
    const overload = channels.overload(key);
    if (overload) return refused(overloadProblem(overload));
    return { feed, ...(query && { query }), key, wanted };
  }

  #channelAsked(asked: FeedRequest): Asked {
    if (asked.feed === 'refused') return asked;
    const { query } = asked;
    const { lookbackMinutes, refreshSeconds } = this.#options.defaults;
    const hasDefaultWindow =
      !query || (query.lookbackMinutes === lookbackMinutes && query.refreshSeconds === refreshSeconds);
    const isPlain = !query || Object.keys(query.filters).length === 0;
    const key = this.#keyOf(query);
    return { ...asked, key, hasDefaultWindow, own: hasDefaultWindow && isPlain ? undefined : key };
  }

  #keyOf(query: FeedQuery | undefined): ChannelKey {
    if (!query) return { ...this.#options.defaults, view: RECORDS_VIEW };
    const { lookbackMinutes, refreshSeconds } = query;
    return { lookbackMinutes, refreshSeconds, view: viewOf(query) };
  }

  #channelOf(query: FeedQuery | undefined, key: ChannelKey): Channel {
    const { channels, limits } = this.#options;
    return channels.open(key, () => (query ? kindOf(query, this.#options) : recordsKind(limits)));
  }

  /** What is kept here is kept for each client: no more than it takes, and nothing of the request. */
  #follow(
    client: FeedClient,
    channel: Channel,
    { wanted, answers }: { wanted: Wanted; answers: boolean },
  ): void {
    const { webSocket } = client;
    this.#clients.add(client);
    this.#budgets.enter(wanted);
    client.onFirstState = this.#spend;
    this.#heartbeat.add(client);
    webSocket.on('ping', (data) => this.#hear(client) && client.pinged(data));
    webSocket.on('pong', (data) => this.#hear(client) && client.ponged(data));
    webSocket.on('message', () => this.#hear(client) && answers && this.#refuseMessage(client));
    webSocket.on('error', (error) => {
      this.#options.logger.debug({ reason: error.message }, 'client failed');
    });
    webSocket.on('close', () => {
      this.#clients.delete(client);
      this.#heartbeat.delete(client);
      this.#budgets.leave(wanted);
      channel.leave(client);
    });
  }

  /** Whether a client is still to be listened to: one that sends all the time would cost all the time. */
  #hear(client: FeedClient): boolean {
    client.heard += 1;
    if (client.heard <= MAX_HEARD || !client.isOpen) return client.isOpen;
    this.#options.onEviction('message');
    client.webSocket.close(1008, 'too many messages');
    return false;
  }

  #refuseMessage(client: FeedClient): void {
    if (!client.isOpen) return;
    this.#options.onEviction('message');
    client.write(client.bytesOf(new Frame(JSON.stringify(unexpectedMessage))));
    client.webSocket.close(1008, 'clients send no messages');
  }
}

/** Shortest time between two pings, in seconds: on a busy machine even an honest answer may take a moment. */
const MIN_PROBE_SECONDS = 1;

/** Two pings fit into the time in which a client may not read, so that it is noticed in time whatever it sends. */
function probeSeconds({ pingSeconds, slowClientSeconds }: FeedLimits): number {
  return Math.min(pingSeconds, Math.max(MIN_PROBE_SECONDS, slowClientSeconds / 2));
}
