import type { Round } from './fan-out.js';
import { Channel } from './channel.js';
import type { FeedState } from './feed-state.js';
import type { Frame } from './frame.js';
import type { FeedLimits } from './limits.js';
import { LiveWindow, type LiveWindowEvents } from './live-window.js';
import type { SlowClients } from './slow-clients.js';
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
  slow: SlowClients;
  onRound: (round: Readonly<Round>) => void;
  events: LiveWindowEvents;
}

interface OpenWindow {
  window: LiveWindow;
  channels: Map<string, OpenChannel>;
}

interface OpenChannel {
  channel: Channel;
  linger: NodeJS.Timeout | undefined;
}

/**
 * The channels that are open, and the windows below them. A channel outlives its last client for a while, with its
 * window at rest, so that whoever comes back can go on from a cursor; when room is needed, such channels go first.
 */
export class Channels {
  readonly #options: ChannelsOptions;
  readonly #windows = new Map<string, OpenWindow>();
  #closed = false;

  constructor(options: ChannelsOptions) {
    this.#options = options;
  }

  /** The windows, with or without clients. */
  *windows(): Generator<LiveWindow> {
    for (const { window } of this.#windows.values()) yield window;
  }

  get views(): number {
    return [...this.#windows.values()].reduce((sum, { channels }) => sum + channels.size, 0);
  }

  /** The limit that keeps this key's channel from being opened: as many are, with clients on all of them. */
  full(key: ChannelKey): ChannelLimit | undefined {
    const { maxViews, maxWindows } = this.#options.limits;
    const windows = [...this.#windows.values()];
    const known = this.#windows.get(windowKeyOf(key));
    if (known?.channels.has(key.view)) return undefined;
    if (this.views >= maxViews && !windows.some(hasIdleChannel)) return 'views';
    return known || windows.length < maxWindows || windows.some(isIdle) ? undefined : 'windows';
  }

  /** The channel of this key, opened if need be; for keys that find room. */
  open(key: ChannelKey, kind: () => ChannelKind): Channel {
    const windowKey = windowKeyOf(key);
    const known = this.#windows.get(windowKey)?.channels.get(key.view);
    if (known) return known.channel;
    this.#makeRoom(windowKey);
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

  #makeRoom(windowKey: string): void {
    const { maxViews, maxWindows } = this.#options.limits;
    if (this.views >= maxViews) this.#dropIdleChannel();
    if (!this.#windows.has(windowKey) && this.#windows.size >= maxWindows) this.#dropIdleWindow();
  }

  #openWindow(windowKey: string, { lookbackMinutes, refreshSeconds }: ChannelKey): OpenWindow {
    const { source, events } = this.#options;
    const view = source.open(lookbackMinutes);
    const window = new LiveWindow({ view, lookbackMinutes, refreshSeconds, events });
    const open = { window, channels: new Map<string, OpenChannel>() };
    this.#windows.set(windowKey, open);
    return open;
  }

  #openChannel(windowKey: string, open: OpenWindow, view: string, { hello, state }: ChannelKind): Channel {
    const { slow, limits, onRound } = this.#options;
    const channel: Channel = new Channel({
      window: open.window,
      state: state(open.window),
      hello,
      slow,
      maxQueuedBytes: limits.maxQueuedBytes,
      onRound,
      onUse: (inUse) => this.#use(windowKey, view, inUse),
    });
    open.channels.set(view, { channel, linger: undefined });
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
      return;
    }
    entry.linger = setTimeout(() => this.#drop(windowKey, view), this.#options.limits.resumeSeconds * 1_000);
    entry.linger.unref();
    if (isIdle(open)) open.window.stop();
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
      for (const [view, { channel }] of channels) {
        if (channel.clients === 0) return this.#drop(windowKey, view);
      }
    }
  }

  #dropIdleWindow(): void {
    for (const [windowKey, open] of this.#windows) {
      if (!isIdle(open)) continue;
      for (const view of [...open.channels.keys()]) this.#drop(windowKey, view);
      return;
    }
  }
}

function windowKeyOf({ lookbackMinutes, refreshSeconds }: ChannelKey): string {
  return `${lookbackMinutes}/${refreshSeconds}`;
}

function isIdle({ channels }: OpenWindow): boolean {
  return [...channels.values()].every(({ channel }) => channel.clients === 0);
}

function hasIdleChannel({ channels }: OpenWindow): boolean {
  return [...channels.values()].some(({ channel }) => channel.clients === 0);
}
