import type { Socket } from 'node:net';
import { sendMessage, type SupervisorMessage } from './supervisor-messages.js';

/**
 * The clients of a supervisor. A process is one for as long as its half of the connection is open; whether it
 * closes it or is killed, the kernel tells us.
 */
export class SupervisorClients {
  readonly #present = new Set<Socket>();
  /** Took leave while the server may have to stop for it, and wait until it has. */
  readonly #leaving = new Set<Socket>();
  readonly #watchers = new Set<() => void>();
  /** What a newcomer has to know. */
  #latest: SupervisorMessage | undefined;

  get count(): number {
    return this.#present.size;
  }

  /** Counts a new connection as a client once it has said so: who only looks whether we are here says nothing. */
  welcome(socket: Socket): void {
    const goUnsaid = () => socket.end();
    socket.on('error', () => undefined);
    socket.once('end', goUnsaid);
    socket.once('data', () => {
      socket.off('end', goUnsaid);
      this.#admit(socket);
    });
  }

  /** Tells everybody, and those who come later; resolves when it is sent. */
  async announce(message: SupervisorMessage): Promise<void> {
    this.#latest = message;
    await Promise.all([...this.#present].map((socket) => sendMessage(socket, message)));
  }

  /** Resolves as soon as the condition on the number of clients holds. */
  async when(condition: (count: number) => boolean): Promise<void> {
    while (!condition(this.count)) {
      await new Promise<void>((resolve) => this.#watchers.add(resolve));
    }
  }

  /** Lets those go who took leave and wait. */
  dismissLeaving(): void {
    for (const socket of this.#leaving) this.#dismiss(socket);
    this.#leaving.clear();
  }

  /** Tells those who took leave that all is done, but leaves it to our end to close their connections. */
  async bidFarewell(): Promise<void> {
    await Promise.all([...this.#leaving].map((socket) => sendMessage(socket, { type: 'left' })));
  }

  #admit(socket: Socket): void {
    this.#present.add(socket);
    socket.once('end', () => this.#leave(socket));
    socket.once('close', () => {
      this.#leave(socket);
      this.#leaving.delete(socket);
    });
    socket.resume();
    if (this.#latest) void sendMessage(socket, this.#latest);
    this.#notify();
  }

  #dismiss(socket: Socket): void {
    void sendMessage(socket, { type: 'left' });
    socket.end();
  }

  #leave(socket: Socket): void {
    if (!this.#present.delete(socket)) return;
    // Not the last one: nothing to wait for.
    if (this.count > 0) this.#dismiss(socket);
    else this.#leaving.add(socket);
    this.#notify();
  }

  #notify(): void {
    const watchers = [...this.#watchers];
    this.#watchers.clear();
    for (const watcher of watchers) watcher();
  }
}
