import { shareOf } from './admission.js';
import type { FeedClient } from './feed-client.js';

/** Looks for clients that have run out of time, as a part of the time they have. */
const LOOKS = 10;
const LONGEST_BETWEEN_LOOKS_MS = 1_000;
/** Part of the time after which a client that waits takes one of the places that there are for slow ones. */
const BRIEF = 1 / 6;
/** Part of the time that everybody gets who had just been reading. */
const LEAST = 1 / 2;

export interface SlowClientsOptions {
  /** How long a client may give no sign that it reads while something waits for it. */
  seconds: number;
  /** Clients that may be slow at a time; one address has half of the places that others leave. */
  places: number;
  /** Called once for each client that has run out of time, or of places. */
  onTooSlow: (client: FeedClient) => void;
}

/**
 * The clients for whom something is waiting. Whoever has not read in time is reported; and, where there are more of them
 * than there are places, those that have been slow for longest, since what waits for a client takes memory.
 */
export class SlowClients {
  readonly #waiting = new Set<FeedClient>();
  readonly #options: SlowClientsOptions;
  readonly #timer: NodeJS.Timeout;

  constructor(options: SlowClientsOptions) {
    this.#options = options;
    const ms = options.seconds * 1_000;
    this.#timer = setInterval(() => this.#look(ms), Math.min(ms / LOOKS, LONGEST_BETWEEN_LOOKS_MS));
    this.#timer.unref();
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** Bytes that wait for all of them; frames that several wait for count for each. */
  get queuedBytes(): number {
    return [...this.#waiting].reduce((sum, client) => sum + client.queuedBytes, 0);
  }

  /** Notes that something waits for a client. */
  add(client: FeedClient): void {
    client.waitingSince ??= performance.now();
    this.#waiting.add(client);
  }

  /** Notes that nothing waits any more. */
  delete(client: FeedClient): void {
    client.waitingSince = undefined;
    this.#waiting.delete(client);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(ms: number): void {
    const now = performance.now();
    const slow: FeedClient[] = [];
    // In the order in which they began to wait.
    for (const client of this.#waiting) {
      if (client.queuedBytes === 0) {
        client.events?.onDrain(client);
        continue;
      }
      const { waitingSince = now, lastReadAt } = client;
      // Something may have begun to wait long after the client has stopped reading.
      if (now > Math.max(lastReadAt + ms, waitingSince + ms * LEAST)) this.#report(client);
      else if (now > waitingSince + ms * BRIEF) slow.push(client);
    }
    this.#makeRoom(slow);
  }

  /** @param slow those who take a place, the longest one first. */
  #makeRoom(slow: readonly FeedClient[]): void {
    const { places } = this.#options;
    const taken = new Map<string, number>();
    for (const { address } of slow) taken.set(address, (taken.get(address) ?? 0) + 1);
    let all = slow.length;
    for (const client of slow) {
      const mine = taken.get(client.address) ?? 0;
      if (all <= places && mine <= shareOf(places, all - mine)) continue;
      taken.set(client.address, mine - 1);
      all -= 1;
      this.#report(client);
    }
  }

  #report(client: FeedClient): void {
    this.delete(client);
    this.#options.onTooSlow(client);
  }
}
