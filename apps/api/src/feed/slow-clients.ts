import type { FeedClient } from './feed-client.js';

/** Looks for clients that have run out of time, as a part of the time they have. */
const LOOKS = 10;
const LONGEST_BETWEEN_LOOKS_MS = 1_000;

/**
 * The clients for whom something is waiting. Whoever has not read it in time is reported, once.
 */
export class SlowClients {
  readonly #waiting = new Set<FeedClient>();
  readonly #timer: NodeJS.Timeout;

  constructor(seconds: number, onTooSlow: (client: FeedClient) => void) {
    const ms = seconds * 1_000;
    const look = () => {
      const since = performance.now() - ms;
      for (const client of this.#waiting) {
        // In the order in which they began to wait.
        if (client.waitingSince === undefined || client.waitingSince > since) break;
        this.delete(client);
        onTooSlow(client);
      }
    };
    this.#timer = setInterval(look, Math.min(ms / LOOKS, LONGEST_BETWEEN_LOOKS_MS));
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
}
