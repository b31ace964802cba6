import type { ErrorMessage, StatusMessage } from '@thelook/feed';
import { WindowTooLargeError } from '../window/errors.js';
import type { ViewChange } from '../window/item-view.js';
import { FanOut, type Broadcast, type Round } from './fan-out.js';
import type { FeedClient } from './feed-client.js';
import type { FeedState, Told } from './feed-state.js';
import { Frame } from './frame.js';
import type { LiveWindow, WindowFollower } from './live-window.js';
import { tooLargeFrame, tooLargeWindow, type Overload } from './overload.js';
import type { SlowClients } from './slow-clients.js';
import type { ViewBudget } from './view-budget.js';

export interface ChannelOptions {
  window: LiveWindow;
  state: FeedState;
  /** The first message, for a feed that has one; such a feed is also told about the database. */
  hello: Frame | undefined;
  slow: SlowClients;
  maxQueuedBytes: number;
  /** Bytes for this view and for those that it shares them with. */
  budget: ViewBudget;
  /** Whether it is one of those that everybody may have: it is tried again at every refresh, whatever it costs. */
  isReserved: boolean;
  onRound: (round: Readonly<Round>) => void;
  /** Called when it comes into use, by clients or because it waits for its window to shrink, and when that is over. */
  onUse: (inUse: boolean) => void;
  /** Something of ours has gone wrong; the clients have been told. */
  onFailure: (error: unknown) => void;
}

/** Everybody who sees the same: one window, one kind of feed, one set of filters. */
export class Channel implements WindowFollower, Broadcast {
  readonly window: LiveWindow;
  readonly hello: Frame | undefined;
  readonly #options: ChannelOptions;
  readonly #state: FeedState;
  readonly #clients: FanOut;
  /** Whether the state is that of the window. */
  #isLoaded = false;
  #isCatchingUp = false;
  /** Something is being built while the window goes on. */
  #isPreparing = false;
  #overload: Overload | undefined;
  /** Bytes that there was no room for, and those of the window's items then. */
  #refused: { bytes: number; ofItems: number } | undefined;
  #statusRevision = 0;
  #status: Frame | undefined;

  constructor(options: ChannelOptions) {
    const { window, state, hello } = options;
    this.window = window;
    this.hello = hello;
    this.#options = options;
    this.#state = state;
    this.#clients = new FanOut({ ...options, broadcast: this });
    window.follow(this);
    this.#tellStatus();
    if (window.isFresh || window.failedSince !== undefined) void this.#catchUp();
  }

  get clients(): number {
    return this.#clients.size;
  }

  /** Whether the window has to be refreshed for it: for clients, or until it has shrunk. */
  get isInUse(): boolean {
    return this.clients > 0 || this.isOverloaded;
  }

  /** Why nobody can be let in now. */
  get overload(): Overload | undefined {
    return this.#overload;
  }

  get isOverloaded(): boolean {
    return this.#overload !== undefined;
  }

  /** Adds a client; one that comes back with a cursor goes on from there, if that can be. */
  join(client: FeedClient, resume?: string): void {
    const { window } = this;
    const lost = window.failedSince !== undefined;
    if (resume !== undefined) client.revision = this.#state.revisionOf(resume);
    if (!lost) client.statusRevision = this.#statusRevision;
    if (!this.isInUse) this.#options.onUse(true);
    // What nobody has been looking at for a while is left to the refresh that is due now.
    this.#clients.add(client, window.isFresh || lost);
    if (this.#state.isWanting) void this.#catchUp();
  }

  leave(client: FeedClient): void {
    this.#clients.delete(client);
    if (!this.isInUse) this.#options.onUse(false);
  }

  close(): void {
    this.window.unfollow(this);
    void this.window.atRest(async () => this.#clear()).catch(() => undefined);
  }

  get revision(): number {
    return this.#isLoaded ? this.#state.revision : 0;
  }

  frameSince(revision: number): Told | undefined {
    return this.#isLoaded ? this.#state.frameSince(revision) : undefined;
  }

  get statusRevision(): number {
    return this.#statusRevision;
  }

  get status(): Frame | undefined {
    return this.#status;
  }

  /** What goes wrong here ends neither the refresh nor other views. */
  async refreshed(change: ViewChange): Promise<void> {
    if (!this.#mayFit()) return;
    this.#tellStatus();
    if (change.isReset) this.#isLoaded = false;
    if (!this.#isLoaded && !this.#options.isReserved) {
      // Nobody else's frames wait until all items have been looked at for this one.
      if (this.isInUse) void this.#catchUp();
      return;
    }
    try {
      if (!this.#isLoaded) await this.#load();
      else await this.#state.refreshed(change);
      if (!this.#holdBudget()) return;
      if (this.clients > 0) await this.#prepare();
    } catch (error) {
      this.#fail(error);
    }
  }

  missed(): void {
    const { failure } = this.window;
    if (failure instanceof WindowTooLargeError) {
      this.#refuse(tooLargeWindow(failure));
      return;
    }
    this.#state.missed();
    this.#tellStatus();
    this.#clients.publish().catch((error: unknown) => this.#fail(error));
    if (this.#state.isWanting) void this.#catchUp();
  }

  async #load(): Promise<void> {
    if (this.window.items.isNew) return;
    await this.#state.load();
    this.#isLoaded = true;
  }

  /** Between refreshes: everybody gets what there is, which is built first. */
  async #catchUp(): Promise<void> {
    if (this.#isCatchingUp || (this.#isPreparing && this.#isLoaded)) return;
    this.#isCatchingUp = true;
    try {
      await this.window.atRest(async () => {
        this.#isCatchingUp = false;
        if (!this.#isLoaded) await this.#load();
        if (this.#holdBudget()) await this.#prepare();
      });
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Builds what is wanted, and sends it; some only then turn out to want something. */
  async #prepare(): Promise<void> {
    if (this.#state.isPreparedAtLeisure) return this.#prepareAtLeisure();
    await this.#state.prepare();
    await this.#clients.publish();
    if (!this.#state.isWanting) return;
    await this.#state.prepare();
    await this.#clients.publish();
  }

  /** Sends what there is, and begins to build what is wanted, which is sent when it is there. */
  async #prepareAtLeisure(): Promise<void> {
    await this.#clients.publish();
    if (!this.#state.isWanting || this.#isPreparing) return;
    this.#isPreparing = true;
    this.#state
      .prepare()
      .finally(() => (this.#isPreparing = false))
      .then(() => this.#clients.publish())
      .catch((error: unknown) => this.#fail(error));
  }

  #holdBudget(): boolean {
    const { budget } = this.#options;
    if (!this.#isLoaded) return false;
    const { bytes } = this.#state;
    if (!budget.hold(this, bytes)) {
      this.#refuse(this.#tooLargeView(bytes));
      this.#refused = { bytes, ofItems: this.window.items.itemBytes };
      return false;
    }
    this.#refused = undefined;
    if (this.#overload) {
      this.#overload = undefined;
      if (!this.isInUse) this.#options.onUse(false);
    }
    return true;
  }

  /**
   * Whether it is worth a look at all items if there is room now. Views that were refused would else cost as much at
   * every refresh as if they were there; their bytes are taken to go with those of the window.
   */
  #mayFit(): boolean {
    const { budget, isReserved } = this.#options;
    if (!this.#refused || isReserved) return true;
    const { bytes, ofItems } = this.#refused;
    return budget.hasRoom(this, bytes * (this.window.items.itemBytes / Math.max(1, ofItems)));
  }

  #tooLargeView(bytes: number): Overload {
    return tooLargeFrame(bytes, this.#options.budget, this.hello === undefined);
  }

  /** Nobody can have this now: those who are there are told, and the next ones are kept out. */
  #refuse(overload: Overload): void {
    this.#clear();
    const first = !this.isInUse;
    this.#overload = overload;
    if (first) this.#options.onUse(true);
    const message: ErrorMessage = { type: 'error', ...overload };
    this.#sayGoodbye(4413, overload.reason, message);
  }

  #fail(error: unknown): void {
    this.#clear();
    this.#options.onFailure(error);
    const message: ErrorMessage = {
      type: 'error',
      code: 'THELOOK_VIEW_FAILED',
      message: 'The server cannot make this view of the window.',
      action: 'Connect again later, or tell whoever runs the server.',
    };
    this.#sayGoodbye(1011, 'the view has failed', message);
  }

  #sayGoodbye(code: number, reason: string, message: ErrorMessage): void {
    const frame = this.hello && new Frame(JSON.stringify(message));
    for (const client of [...this.#clients]) {
      if (!client.isOpen) continue;
      if (frame) client.write(client.bytesOf(frame));
      client.webSocket.close(code, reason);
    }
  }

  #clear(): void {
    this.#isLoaded = false;
    this.#state.clear();
    this.#options.budget.release(this);
  }

  /** The database's state, if it is another one than the clients have been told; silence means that it is up. */
  #tellStatus(): void {
    const { failedSince, at } = this.window;
    const lost = failedSince !== undefined;
    if (this.hello === undefined || lost === (this.#statusRevision % 2 === 1)) return;
    this.#statusRevision += 1;
    this.#status = new Frame(JSON.stringify(statusMessage(failedSince, at)));
  }
}

function statusMessage(failedSince: number | undefined, at: number): StatusMessage {
  return failedSince === undefined
    ? { type: 'status', database: 'up', since: Date.now(), stale_since: null }
    : { type: 'status', database: 'lost', since: failedSince, stale_since: at > 0 ? at : null };
}
