import type { WebSocket } from 'ws';

/** Bytes that may wait for one client beyond the frame being sent; past it, the client skips frames. */
const MAX_QUEUED_BYTES = 1024 * 1024;

export interface FanOutEvents {
  onSent?: (bytes: number) => void;
  onSkipped?: () => void;
}

/**
 * The clients of one feed. Each gets the same bytes; one that reads too slowly skips frames until it has caught
 * up, and costs at most a megabyte or one frame.
 */
export class FanOut {
  readonly #clients = new Set<WebSocket>();
  readonly #events: FanOutEvents;

  constructor(events: FanOutEvents = {}) {
    this.#events = events;
  }

  get size(): number {
    return this.#clients.size;
  }

  add(client: WebSocket): void {
    this.#clients.add(client);
  }

  delete(client: WebSocket): void {
    this.#clients.delete(client);
  }

  broadcast(frame: Buffer): void {
    for (const client of this.#clients) this.send(client, frame);
  }

  send(client: WebSocket, frame: Buffer): void {
    if (client.readyState !== client.OPEN) return;
    const queued = client.bufferedAmount;
    if (queued > 0 && queued + frame.length > MAX_QUEUED_BYTES) {
      this.#events.onSkipped?.();
      return;
    }
    client.send(frame, { binary: false });
    this.#events.onSent?.(frame.length);
  }

  /** Says goodbye to all (1001, going away) and cuts off those that do not answer within `ms`. */
  async close(ms: number): Promise<void> {
    const gone = [...this.#clients].map(
      (client) =>
        new Promise<void>((resolve) => {
          if (client.readyState === client.CLOSED) return resolve();
          const cut = setTimeout(() => client.terminate(), ms);
          client.once('close', () => {
            clearTimeout(cut);
            resolve();
          });
          client.close(1001, 'the server is going away');
        }),
    );
    await Promise.all(gone);
  }
}
