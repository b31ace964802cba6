import type { StatusMessage } from '@thelook/feed';
import { WindowTooLargeError } from '../window/errors.js';
import type { Exclusive } from '../window/exclusive.js';
import type { ViewChange } from '../window/item-view.js';
import { Slices } from '../window/slices.js';
import { FanOut, type Broadcast, type Round } from './fan-out.js';
import type { FeedClient } from './feed-client.js';
import type { FeedState, Told } from './feed-state.js';
import { Frame } from './frame.js';
import { sayGoodbye, viewFailed, type Goodbye } from './goodbye.js';
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
  /** In which those that not everybody has look at all items of their windows, one at a time. */
  loads: Exclusive;
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
  /** Whether the state has begun to look at the window's items, and whether it is that of the window. */
  #isBegun = false;
  #isLoaded = false;
  #isClosed = false;
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
    if (this.#state.isWanting || (!this.#isLoaded && window.isFresh)) void this.#catchUp();
  }

  leave(client: FeedClient): void {
    this.#clients.delete(client);
    if (!this.isInUse) this.#options.onUse(false);
  }

  close(): void {
    this.#isClosed = true;
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
    if (change.isReset) this.#isBegun = this.#isLoaded = false;
    try {
      if (this.#isBegun) await this.#state.refreshed(change);
      if (!this.#isLoaded && !this.#options.isReserved) {
        // Nobody else's frames wait until all items have been looked at for this one.
        if (this.isInUse) void this.#catchUp();
        return;
      }
      const slices = new Slices();
      while (!this.#isLoaded && !(await this.#load(slices))) await slices.next();
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

  /** Looks at more of the window's items; whether there is nothing more to look at now. */
  async #load(slices: Slices): Promise<boolean> {
    if (this.window.items.isNew) return true;
    if (!this.#isBegun) this.#state.begin();
    this.#isBegun = true;
    this.#isLoaded = await this.#state.load(slices);
    return this.#isLoaded;
  }

  /** Between refreshes: everybody gets what there is, which is built first. */
  async #catchUp(): Promise<void> {
    if (this.#isCatchingUp || (this.#isPreparing && this.#isLoaded)) return;
    this.#isCatchingUp = true;
    const { isReserved, loads } = this.#options;
    try {
      if (this.#isLoaded || isReserved) await this.#build(new Slices());
      else await loads.run(() => this.#build(new Slices(true)));
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#isCatchingUp = false;
    }
  }

  /** Refreshes wait for a part of it at most. */
  async #build(slices: Slices): Promise<void> {
    const part = async () => {
      if (this.#isClosed) return true;
      if (!this.#isLoaded && !(await this.#load(slices))) return !this.#holdBudget();
      this.#isCatchingUp = false;
      if (this.#holdBudget()) await this.#prepare();
      return true;
    };
    while (!(await this.window.atRest(part))) await slices.next();
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
    if (!this.#isBegun) return false;
    const { bytes } = this.#state;
    if (!budget.hold(this, bytes)) {
      this.#refuse(this.#tooLargeView(bytes));
      this.#refused = { bytes, ofItems: this.window.items.itemBytes };
      return false;
    }
    this.#refused = undefined;
    if (this.#overload && this.#isLoaded) {
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
    const { reason, ...message } = overload;
    this.#sayGoodbye({ code: 4413, reason, message: { type: 'error', ...message } });
  }

  #fail(error: unknown): void {
    this.#clear();
    this.#options.onFailure(error);
    this.#sayGoodbye(viewFailed);
  }

  #sayGoodbye(goodbye: Goodbye): void {
    void sayGoodbye([...this.#clients], goodbye, this.hello !== undefined);
  }

  #clear(): void {
    this.#isBegun = this.#isLoaded = false;
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
