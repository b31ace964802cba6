import type { Round } from './fan-out.js';
import { Channel } from './channel.js';
import type { FeedState } from './feed-state.js';
import type { Frame } from './frame.js';
import type { FeedLimits } from './limits.js';
import { LiveWindow, type LiveWindowEvents } from './live-window.js';
import type { SlowClients } from './slow-clients.js';
import type { WindowSource } from '../window/sales-window.js';

/** A limit that keeps another channel from being opened. */
export class ChannelLimitError extends Error {
  readonly code = 'THELOOK_CHANNEL_LIMIT';

  constructor(
    readonly limit: 'windows' | 'views',
    readonly allowed: number,
  ) {
    super(
      limit === 'windows'
        ? `${allowed} distinct windows (pairs of lookback and refresh) are open, and no more are allowed.`
        : `${allowed} distinct views (windows, kinds of feed and filters) are open, and no more are allowed.`,
    );
    this.name = 'ChannelLimitError';
  }
}

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

  /**
   * The channel of this key, opened if need be.
   *
   * @throws {ChannelLimitError} when there are as many as are allowed, with clients on all of them.
   */
  open(key: ChannelKey, kind: () => ChannelKind): Channel {
    const windowKey = `${key.lookbackMinutes}/${key.refreshSeconds}`;
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
    if (this.views >= maxViews && !this.#dropIdleChannel()) throw new ChannelLimitError('views', maxViews);
    if (this.#windows.has(windowKey) || this.#windows.size < maxWindows) return;
    if (!this.#dropIdleWindow()) throw new ChannelLimitError('windows', maxWindows);
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

  #dropIdleChannel(): boolean {
    for (const [windowKey, { channels }] of this.#windows) {
      for (const [view, { channel }] of channels) {
        if (channel.clients > 0) continue;
        this.#drop(windowKey, view);
        return true;
      }
    }
    return false;
  }

  #dropIdleWindow(): boolean {
    for (const [windowKey, open] of this.#windows) {
      if (!isIdle(open)) continue;
      for (const view of [...open.channels.keys()]) this.#drop(windowKey, view);
      return true;
    }
    return false;
  }
}

function isIdle({ channels }: OpenWindow): boolean {
  return [...channels.values()].every(({ channel }) => channel.clients === 0);
}
