import type { QueryDefaults } from '@thelook/feed';
import { Channel } from './channel.js';
import type { Round } from './fan-out.js';
import { RECORDS_VIEW, reservedViews } from './feed-kinds.js';
import type { FeedState } from './feed-state.js';
import type { Frame } from './frame.js';
import type { FeedLimits } from './limits.js';
import { LiveWindow, type LiveWindowEvents } from './live-window.js';
import type { Overload } from './overload.js';
import type { SlowClients } from './slow-clients.js';
import { ViewBudget } from './view-budget.js';
import { Exclusive } from '../window/exclusive.js';
import type { WindowSource } from '../window/sales-window.js';

/** A limit that keeps another channel from being opened. */
export type ChannelLimit = 'windows' | 'views';

/** Which channel: equal ones are shared. */
export interface ChannelKey {
  lookbackMinutes: number;
  refreshSeconds: number;
  /** The kind of feed and its filters, in a form in which equal ones are equal. */
  view: string;
}

/** What a channel needs that is particular to its kind of feed. */
export interface ChannelKind {
  hello: Frame | undefined;
  state: (window: LiveWindow) => FeedState;
}

export interface ChannelsOptions {
  source: WindowSource;
  limits: FeedLimits;
  /** The window of whoever asks for no other. Nobody is kept out of its plain views by what others ask for. */
  defaults: QueryDefaults;
  slow: SlowClients;
  onFailure: (error: unknown) => void;
  onRound: (round: Readonly<Round>) => void;
  events: LiveWindowEvents;
}

interface OpenWindow {
  window: LiveWindow;
  isReserved: boolean;
  channels: Map<string, OpenChannel>;
}

interface OpenChannel {
  channel: Channel;
  isReserved: boolean;
  linger: NodeJS.Timeout | undefined;
}

/**
 * The channels that are open, and the windows below them. A channel outlives its last client for a while, with its
 * window at rest, so that whoever comes back can go on from a cursor; when room is needed, such channels go first.
 */
export class Channels {
  readonly #options: ChannelsOptions;
  readonly #windows = new Map<string, OpenWindow>();
  /** Of all views that are not reserved. */
  readonly #budget: ViewBudget;
  readonly #loads = new Exclusive();
  readonly #defaultKey: string;
  #closed = false;

  constructor(options: ChannelsOptions) {
    this.#options = options;
    this.#budget = new ViewBudget(options.limits.maxViewBytes);
    this.#defaultKey = windowKeyOf(options.defaults);
  }

  /** The windows, with or without clients. */
  *windows(): Generator<LiveWindow> {
    for (const { window } of this.#windows.values()) yield window;
  }

  get views(): number {
    return [...this.#windows.values()].reduce((sum, { channels }) => sum + channels.size, 0);
  }

  /** Why the default window cannot be had as it should. */
  get defaultOverload(): Overload | undefined {
    const channels = [...(this.#windows.get(this.#defaultKey)?.channels.values() ?? [])];
    return channels.find(({ channel, isReserved }) => isReserved && channel.isOverloaded)?.channel.overload;
  }

  /** Why nobody can have the channel of this key now, although there is room for it. */
  overload(key: ChannelKey): Overload | undefined {
    return this.#windows.get(windowKeyOf(key))?.channels.get(key.view)?.channel.overload;
  }

  /** The limit that keeps this key's channel from being opened: as many are, with clients on all of them. */
  full(key: ChannelKey): ChannelLimit | undefined {
    const { maxViews, maxWindows } = this.#options.limits;
    const windowKey = windowKeyOf(key);
    const known = this.#windows.get(windowKey);
    if (known?.channels.has(key.view) || this.#isReserved(windowKey, key.view)) return undefined;
    const windows = this.#countedWindows();
    if (this.#countedViews() >= maxViews && ![...this.#windows.values()].some(hasIdleChannel)) return 'views';
    const hasWindow = known !== undefined || windowKey === this.#defaultKey;
    return hasWindow || windows.length < maxWindows || windows.some(isIdle) ? undefined : 'windows';
  }

  /** The channel of this key, opened if need be; for keys that find room. */
  open(key: ChannelKey, kind: () => ChannelKind): Channel {
    const windowKey = windowKeyOf(key);
    const known = this.#windows.get(windowKey)?.channels.get(key.view);
    if (known) return known.channel;
    this.#makeRoom(windowKey, key.view);
    const open = this.#windows.get(windowKey) ?? this.#openWindow(windowKey, key);
    return this.#openChannel(windowKey, open, key.view, kind());
  }

  /** Ends refreshing; the clients are somebody else's to say goodbye to. */
  close(): void {
    this.#closed = true;
    for (const { window, channels } of this.#windows.values()) {
      for (const { linger } of channels.values()) clearTimeout(linger);
      window.close();
    }
    this.#windows.clear();
  }

  #isReserved(windowKey: string, view: string): boolean {
    return windowKey === this.#defaultKey && reservedViews.includes(view);
  }

  #countedWindows(): OpenWindow[] {
    return [...this.#windows.values()].filter(({ isReserved }) => !isReserved);
  }

  #countedViews(): number {
    const views = [...this.#windows.values()].flatMap(({ channels }) => [...channels.values()]);
    return views.filter(({ isReserved }) => !isReserved).length;
  }

  #makeRoom(windowKey: string, view: string): void {
    const { maxViews, maxWindows } = this.#options.limits;
    if (this.#isReserved(windowKey, view)) return;
    if (this.#countedViews() >= maxViews) this.#dropIdleChannel();
    if (this.#windows.has(windowKey) || windowKey === this.#defaultKey) return;
    if (this.#countedWindows().length >= maxWindows) this.#dropIdleWindow();
  }

  #openWindow(windowKey: string, { lookbackMinutes, refreshSeconds }: ChannelKey): OpenWindow {
    const { source, events } = this.#options;
    const view = source.open(lookbackMinutes);
    const window = new LiveWindow({ view, lookbackMinutes, refreshSeconds, events });
    const isReserved = windowKey === this.#defaultKey;
    const open = { window, isReserved, channels: new Map<string, OpenChannel>() };
    this.#windows.set(windowKey, open);
    return open;
  }

  #openChannel(windowKey: string, open: OpenWindow, view: string, { hello, state }: ChannelKind): Channel {
    const { slow, limits, onRound, onFailure } = this.#options;
    const isReserved = this.#isReserved(windowKey, view);
    const maxBytes = view === RECORDS_VIEW ? limits.maxRecordsBytes : limits.maxViewBytes;
    const channel: Channel = new Channel({
      window: open.window,
      state: state(open.window),
      hello,
      slow,
      maxQueuedBytes: limits.maxQueuedBytes,
      // The plain views of the default window have their own.
      budget: isReserved ? new ViewBudget(maxBytes) : this.#budget,
      isReserved,
      loads: this.#loads,
      onRound,
      onFailure,
      onUse: (inUse) => this.#use(windowKey, view, inUse),
    });
    open.channels.set(view, { channel, isReserved, linger: undefined });
    // Until its first client has joined; one whose handshake fails never does.
    this.#use(windowKey, view, false);
    return channel;
  }

  #use(windowKey: string, view: string, inUse: boolean): void {
    const open = this.#windows.get(windowKey);
    const entry = open?.channels.get(view);
    if (!open || !entry || this.#closed) return;
    clearTimeout(entry.linger);
    if (inUse) {
      open.window.start();
      // One that is too large, and not everybody's, is not waited for without end.
      if (entry.channel.isOverloaded && !entry.isReserved) this.#linger(windowKey, view, entry);
      return;
    }
    this.#linger(windowKey, view, entry);
    if (isIdle(open)) open.window.stop();
  }

  #linger(windowKey: string, view: string, entry: OpenChannel): void {
    const ms = this.#options.limits.resumeSeconds * 1_000;
    entry.linger = setTimeout(() => {
      if (entry.channel.clients === 0) this.#drop(windowKey, view);
    }, ms);
    entry.linger.unref();
  }

  #drop(windowKey: string, view: string): void {
    const open = this.#windows.get(windowKey);
    const entry = open?.channels.get(view);
    if (!open || !entry) return;
    clearTimeout(entry.linger);
    entry.channel.close();
    open.channels.delete(view);
    if (open.channels.size > 0) return;
    open.window.close();
    this.#windows.delete(windowKey);
  }

  #dropIdleChannel(): void {
    for (const [windowKey, { channels }] of this.#windows) {
      for (const [view, { channel, isReserved }] of channels) {
        if (channel.clients === 0 && !isReserved) return this.#drop(windowKey, view);
      }
    }
  }

  #dropIdleWindow(): void {
    for (const [windowKey, open] of this.#windows) {
      if (!isIdle(open) || open.isReserved) continue;
      for (const view of [...open.channels.keys()]) this.#drop(windowKey, view);
      return;
    }
  }
}

function windowKeyOf({ lookbackMinutes, refreshSeconds }: QueryDefaults): string {
  return `${lookbackMinutes}/${refreshSeconds}`;
}

function isIdle({ channels }: OpenWindow): boolean {
  return [...channels.values()].every(({ channel }) => !channel.isInUse);
}

function hasIdleChannel({ channels }: OpenWindow): boolean {
  return [...channels.values()].some(({ channel, isReserved }) => channel.clients === 0 && !isReserved);
}
