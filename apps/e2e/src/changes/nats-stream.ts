import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { connect as connectSocket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../scratch.js';
import type { ChangeLine } from './change-line.js';

/** Whether Debian's package `nats-server` is there, which `.ci/run` installs. */
export const natsIsInstalled = spawnSync('nats-server', ['-v']).error === undefined;

/** What is used of the client, which is one of datagen's optional packages. */
interface Connection {
  close(): Promise<void>;
}
interface Transport {
  connect(options: { servers: string }): Promise<Connection>;
}
interface JetStream {
  jetstreamManager(connection: Connection): Promise<{
    streams: { info(name: string): Promise<{ state: { messages: number } }> };
  }>;
  jetstream(connection: Connection): {
    consumers: {
      get(stream: string): Promise<{ consume(): Promise<AsyncIterable<{ json<Value>(): Value }>> }>;
    };
  };
}
const ofDatagen = createRequire(new URL('../../../datagen/package.json', import.meta.url));

/** A NATS server with JetStream, which can be killed and comes back. */
export class NatsServer {
  readonly url: string;
  readonly #args: readonly string[];
  #child: ChildProcess | undefined;

  private constructor(folder: string, port: number) {
    this.url = `nats://127.0.0.1:${port}`;
    this.#args = ['-js', '-sd', folder, '-a', '127.0.0.1', '-p', String(port)];
  }

  /** @param folder where its streams are kept */
  static async start(folder: string): Promise<NatsServer> {
    const server = new NatsServer(folder, await freePort());
    await server.#start();
    return server;
  }

  /** As a crash does; it is back when this resolves. */
  async killAndStart(): Promise<void> {
    await this.kill();
    await this.#start();
  }

  async kill(): Promise<void> {
    if (!this.#child || this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }

  async #start(): Promise<void> {
    this.#child = spawn('nats-server', this.#args, { stdio: 'ignore' });
    const port = Number(new URL(this.url).port);
    for (let isUp = false; !isUp; await sleep(20)) {
      const socket = connectSocket(port, '127.0.0.1');
      isUp = await once(socket, 'connect').then(
        () => true,
        () => false,
      );
      socket.destroy();
      if (this.#child.exitCode !== null) throw new Error(`nats-server ended with ${this.#child.exitCode}`);
    }
  }

  /** The lines of a stream, from its beginning to its end. */
  async *lines(stream: string): AsyncGenerator<ChangeLine, void, undefined> {
    const { connect } = ofDatagen('@nats-io/transport-node') as Transport;
    const { jetstream, jetstreamManager } = ofDatagen('@nats-io/jetstream') as JetStream;
    const connection = await connect({ servers: this.url });
    try {
      const { state } = await (await jetstreamManager(connection)).streams.info(stream);
      const consumer = await jetstream(connection).consumers.get(stream);
      const messages = await consumer.consume();
      let left = state.messages;
      if (left === 0) return;
      for await (const message of messages) {
        yield message.json<ChangeLine>();
        left -= 1;
        if (left === 0) break;
      }
    } finally {
      await connection.close();
    }
  }
}
