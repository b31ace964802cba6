import { Slices } from '../window/slices.js';
import type { ClientEvents, FeedClient } from './feed-client.js';
import type { Told } from './feed-state.js';
import type { Frame } from './frame.js';
import type { SlowClients } from './slow-clients.js';

/** What there is to tell. Every method is called once for each client, so what it returns is built once and kept. */
export interface Broadcast {
  /** The first message; undefined when there is none. */
  readonly hello: Frame | undefined;
  /** Counts what there was to say about the database; 0: nothing yet. */
  readonly statusRevision: number;
  readonly status: Frame | undefined;
  /** Counts the states; 0: there is none yet. */
  readonly revision: number;
  /** A step from an earlier state, or from none (0), to the newest; undefined when it has to be built first. */
  frameSince(revision: number): Told | undefined;
}

/** Sums of one round, so that counting costs nothing for each client. */
export interface Round {
  clients: number;
  bytes: number;
  rows: number;
  skipped: number;
}

export interface FanOutOptions {
  broadcast: Broadcast;
  slow: SlowClients;
  maxQueuedBytes: number;
  onRound: (round: Readonly<Round>) => void;
}

/** Rounds after which everybody has been among the first. */
const TURNS = 16;

/**
 * The clients of one channel. Each gets the same bytes. One that has not read what it got is passed over, and brought
 * to the newest state at once when it has: what is queued for it stays within its cap, or is one frame.
 */
export class FanOut implements ClientEvents {
  readonly #clients = new Set<FeedClient>();
  readonly #options: FanOutOptions;

  constructor(options: FanOutOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#clients.size;
  }

  /** Adds a client; `now` sends what there is, else the client waits for the next round. */
  add(client: FeedClient, now: boolean): void {
    this.#clients.add(client);
    client.events = this;
    const round = newRound();
    if (now) this.#bring(client, round);
    else this.#greet(client, round);
    this.#options.onRound(round);
  }

  delete(client: FeedClient): void {
    this.#clients.delete(client);
    this.#options.slow.delete(client);
    client.events = undefined;
  }

  /** The clients, some of whom may leave meanwhile. */
  [Symbol.iterator](): IterableIterator<FeedClient> {
    return this.#clients.values();
  }

  /** Brings everybody who keeps up to the newest state, in slices: ten thousand writes take longer than one turn may. */
  async publish(): Promise<void> {
    const round = newRound();
    const slices = new Slices();
    for (const client of this.#clients) {
      client.noteWaiting();
      if (client.queuedBytes > 0) round.skipped += 1;
      else this.#bring(client, round);
      if (slices.isOver) await slices.next();
    }
    this.#rotate();
    this.#options.onRound(round);
  }

  /** Sends a share of those who were served first to the end of the queue, so that nobody is always the last. */
  #rotate(): void {
    const first = [];
    for (const client of this.#clients) {
      if (first.length * TURNS >= this.#clients.size) break;
      first.push(client);
    }
    for (const client of first) {
      this.#clients.delete(client);
      this.#clients.add(client);
    }
  }

  onWait(client: FeedClient): void {
    this.#options.slow.add(client);
  }

  /** A client that was passed over goes on. */
  onDrain(client: FeedClient): void {
    this.#options.slow.delete(client);
    const round = newRound();
    this.#bring(client, round);
    this.#options.onRound(round);
  }

  #bring(client: FeedClient, round: Round): void {
    const { broadcast } = this.#options;
    if (!client.isOpen || !this.#greet(client, round)) return;
    if (client.statusRevision !== broadcast.statusRevision) {
      if (!this.#write(client, broadcast.status, round)) return;
      client.statusRevision = broadcast.statusRevision;
    }
    const before = client.revision;
    while (client.revision !== broadcast.revision) {
      const told = broadcast.frameSince(client.revision);
      if (!told || !this.#write(client, told.frame, round)) break;
      client.revision = told.revision;
    }
    if (client.revision !== before) round.clients += 1;
  }

  #greet(client: FeedClient, round: Round): boolean {
    client.greeted ||= this.#write(client, this.#options.broadcast.hello, round);
    return client.greeted;
  }

  /** Writes unless that would take the client past its cap; it then goes on when it has drained. */
  #write(client: FeedClient, frame: Frame | undefined, round: Round): boolean {
    if (!frame) return true;
    const bytes = client.bytesOf(frame);
    const queued = client.queuedBytes;
    if (queued > 0 && queued + bytes.length > this.#options.maxQueuedBytes) return false;
    client.write(bytes);
    round.bytes += bytes.length;
    round.rows += frame.rows;
    return true;
  }
}

function newRound(): Round {
  return { clients: 0, bytes: 0, rows: 0, skipped: 0 };
}
