import { parseMessage, type SummaryMessage } from '@thelook/feed';
import { WebSocket } from 'ws';

/** A client of the summary that waits for what it says. */
export class SummaryClient {
  readonly #socket: WebSocket;
  #last: SummaryMessage | undefined;
  #look: () => void = () => undefined;

  constructor(url: string) {
    this.#socket = new WebSocket(url, 'thelook.v1');
    this.#socket.on('message', (data) => {
      const message = parseMessage(String(data));
      if (message?.type === 'error') throw new Error(message.message);
      if (message?.type !== 'summary') return;
      this.#last = message;
      this.#look();
    });
  }

  /** Resolves when there are so many items, and a status among them. */
  until(items: number, status?: string): Promise<void> {
    return new Promise((resolve) => {
      this.#look = () => {
        const last = this.#last;
        if (last?.items !== items) return;
        if (status === undefined || last.by_status.some(([key]) => key === status)) resolve();
      };
      this.#look();
    });
  }

  close(): void {
    this.#socket.terminate();
  }
}
