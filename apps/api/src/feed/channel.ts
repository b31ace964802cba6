import type { ErrorMessage, StatusMessage } from '@thelook/feed';
import { WindowTooLargeError } from '../window/errors.js';
import type { WindowChange } from '../window/sales-window.js';
import { FanOut, type Broadcast, type Round } from './fan-out.js';
import type { FeedClient } from './feed-client.js';
import type { FeedState } from './feed-state.js';
import { Frame } from './frame.js';
import type { LiveWindow, WindowFollower } from './live-window.js';
import type { SlowClients } from './slow-clients.js';

export interface ChannelOptions {
  window: LiveWindow;
  state: FeedState;
  /** The first message, for a feed that has one; such a feed is also told about the database. */
  hello: Frame | undefined;
  slow: SlowClients;
  maxQueuedBytes: number;
  onRound: (round: Readonly<Round>) => void;
  /** Called when the first client comes, and when the last one is gone. */
  onUse: (inUse: boolean) => void;
}

/** Everybody who sees the same: one window, one kind of feed, one set of filters. */
export class Channel implements WindowFollower, Broadcast {
  readonly window: LiveWindow;
  readonly hello: Frame | undefined;
  readonly #state: FeedState;
  readonly #clients: FanOut;
  readonly #onUse: (inUse: boolean) => void;
  #statusRevision = 0;
  #status: Frame | undefined;

  constructor({ window, state, hello, onUse, ...fanOut }: ChannelOptions) {
    this.window = window;
    this.hello = hello;
    this.#state = state;
    this.#onUse = onUse;
    this.#clients = new FanOut({ ...fanOut, broadcast: this });
    window.follow(this);
    this.#tellStatus();
  }

  get clients(): number {
    return this.#clients.size;
  }

  /** Adds a client; one that comes back with a cursor goes on from there, if that can be. */
  join(client: FeedClient, resume?: string): void {
    const { window } = this;
    const lost = window.failedSince !== undefined;
    if (resume !== undefined) client.revision = this.#state.revisionOf(resume);
    if (!lost) client.statusRevision = this.#statusRevision;
    if (this.#clients.size === 0) this.#onUse(true);
    // What nobody has been looking at for a while is left to the refresh that is due now.
    this.#clients.add(client, window.isFresh || lost);
  }

  leave(client: FeedClient): void {
    this.#clients.delete(client);
    if (this.#clients.size === 0) this.#onUse(false);
  }

  close(): void {
    this.window.unfollow(this);
  }

  get revision(): number {
    return this.#state.revision;
  }

  frameSince(revision: number): Frame | undefined {
    return this.#state.frameSince(revision);
  }

  get statusRevision(): number {
    return this.#statusRevision;
  }

  get status(): Frame | undefined {
    return this.#status;
  }

  refreshed(change: WindowChange): void {
    this.#state.refreshed(change);
    this.#tellStatus();
    this.#clients.publish();
  }

  missed(): void {
    this.#state.missed();
    this.#tellStatus();
    this.#clients.publish();
  }

  /** The database's state, if it is another one than the clients have been told; silence means that it is up. */
  #tellStatus(): void {
    const { failedSince, at } = this.window;
    const lost = failedSince !== undefined;
    if (this.hello === undefined || lost === (this.#statusRevision % 2 === 1)) return;
    this.#statusRevision += 1;
    this.#status = new Frame(JSON.stringify(statusMessage(failedSince, at, this.window.failure)));
  }
}

function statusMessage(
  failedSince: number | undefined,
  at: number,
  failure: unknown,
): StatusMessage | ErrorMessage {
  if (failedSince === undefined) {
    return { type: 'status', database: 'up', since: Date.now(), stale_since: null };
  }
  if (failure instanceof WindowTooLargeError) {
    const { code, message } = failure;
    return { type: 'error', code, message, action: 'Connect with a shorter lookback.' };
  }
  return { type: 'status', database: 'lost', since: failedSince, stale_since: at > 0 ? at : null };
}
