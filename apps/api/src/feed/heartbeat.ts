import type { FeedClient } from './feed-client.js';

/** Turns in which the clients are pinged, so that pings and their answers never come in one burst. */
const TURNS = 30;
/** Turns that a ping may wait for something that it can go out with. */
const PATIENCE = 2;

/**
 * Pings every client once in `pingSeconds`, each at a moment of its own, and reports those that have not answered the
 * ping before. A client that has not read all it got is left to the rule for slow ones: a ping would only wait behind
 * the rest.
 */
export class Heartbeat {
  readonly #turns = Array.from({ length: TURNS }, () => new Set<FeedClient>());
  readonly #onDead: (client: FeedClient) => void;
  readonly #timer: NodeJS.Timeout;
  #joined = 0;
  #turn = 0;

  constructor(pingSeconds: number, onDead: (client: FeedClient) => void) {
    this.#onDead = onDead;
    this.#timer = setInterval(() => this.#beat(), (pingSeconds * 1_000) / TURNS);
    this.#timer.unref();
  }

  add(client: FeedClient): void {
    client.turn = this.#joined++ % TURNS;
    this.#turns[client.turn]!.add(client);
  }

  delete(client: FeedClient): void {
    this.#turns[client.turn]!.delete(client);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    for (const client of this.#turns[(this.#turn + TURNS - PATIENCE) % TURNS]!) client.probe();
    for (const client of this.#turns[this.#turn++ % TURNS]!) {
      client.heard = 0;
      client.noteWaiting();
      if (client.queuedBytes > 0 || !client.isOpen) continue;
      if (client.isProbed) this.#onDead(client);
      else client.isProbeDue = true;
    }
  }
}
