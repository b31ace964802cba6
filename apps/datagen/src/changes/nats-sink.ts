import type { JetStreamClient, JetStreamManager } from '@nats-io/jetstream';
import type { MsgHdrs, NatsConnection } from '@nats-io/transport-node';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatPosition, isAfter, readLastEvent, type LastEvent } from './position.js';
import { SinkError, type ChangeBatch, type ChangeEvent, type Sink } from './sink.js';

export interface NatsSinkOptions {
  /** `nats://host:4222`, or several with commas between. */
  servers: string;
  /** The stream that has all changes in their order; made if there is none. */
  stream: string;
  /** What subjects begin with. */
  prefix: string;
}

/** How long a server that has gone is waited for. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 500;

/**
 * Messages of one NATS stream, which keeps their order: stored when the stream has acknowledged them. Each says which
 * message it comes behind, so that none can take the place of a lost one; after a failure the stream itself tells how
 * far it has got.
 */
export class NatsSink implements Sink {
  readonly needsEvents = true;
  readonly #options: NatsSinkOptions;
  #connection: NatsConnection | undefined;
  #client: JetStreamClient | undefined;
  #manager: JetStreamManager | undefined;
  #makeHeaders: (() => MsgHdrs) | undefined;
  /** The stream's number of its last message. */
  #sequence = 0;

  constructor(options: NatsSinkOptions) {
    this.#options = options;
  }

  /** @throws {SinkError} when the client is not installed, or the stream ends with something else */
  async open(): Promise<LastEvent | undefined> {
    const { connect, headers } = await load(() => import('@nats-io/transport-node'));
    const { jetstream, jetstreamManager } = await load(() => import('@nats-io/jetstream'));
    const { servers, stream, prefix } = this.#options;
    this.#connection = await connect({ servers: servers.split(','), maxReconnectAttempts: -1 });
    this.#makeHeaders = headers;
    this.#client = jetstream(this.#connection);
    this.#manager = await jetstreamManager(this.#connection);
    const { streams } = this.#manager;
    await streams.info(stream).catch(() => streams.add({ name: stream, subjects: [`${prefix}.>`] }));
    return this.#last();
  }

  async clear(): Promise<void> {
    await this.#manager!.streams.purge(this.#options.stream);
    await this.#last();
  }

  async write(batch: ChangeBatch): Promise<void> {
    let left = batch.events;
    for (const since = Date.now(); ;) {
      try {
        return await this.#publish(batch.bytes, left);
      } catch (error) {
        if (Date.now() - since > PATIENCE_MS) throw error;
        await sleep(PAUSE_MS);
        // What was stored before it failed is not sent again.
        const last = await this.#last().catch(() => 'unknown' as const);
        if (last !== 'unknown' && last) left = left.filter(({ position }) => isAfter(position, last));
      }
    }
  }

  async close(): Promise<void> {
    await this.#connection?.close();
  }

  async #publish(bytes: Buffer, events: readonly ChangeEvent[]): Promise<void> {
    const acknowledged = events.map(({ topic, key, position, start, end }, index) =>
      this.#client!.publish(topic, bytes.subarray(start, end), {
        msgID: formatPosition(position),
        expect: { streamName: this.#options.stream, lastSequence: this.#sequence + index },
        ...(key !== null && { headers: this.#headersOf(key) }),
      }),
    );
    const outcomes = await Promise.allSettled(acknowledged);
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
    this.#sequence += events.length;
  }

  #headersOf(key: string) {
    const headers = this.#makeHeaders!();
    headers.set('Key', key);
    return headers;
  }

  async #last(): Promise<LastEvent | undefined> {
    const { stream } = this.#options;
    const { state } = await this.#manager!.streams.info(stream);
    this.#sequence = state.last_seq;
    if (state.messages === 0) return undefined;
    const message = await this.#manager!.streams.getMessage(stream, { seq: state.last_seq });
    const text = message?.string() ?? '';
    const last = readLastEvent(text);
    if (!last) {
      const end = JSON.stringify(text.slice(0, 80));
      throw new SinkError(
        `Stream ${stream} ends with ${end}, which is no change: name another one (--stream).`,
      );
    }
    return last;
  }
}

/** @throws {SinkError} when an optional package is not there */
async function load<Module>(what: () => Promise<Module>): Promise<Module> {
  try {
    return await what();
  } catch (cause) {
    throw new SinkError('NATS needs packages: npm install @nats-io/transport-node @nats-io/jetstream', {
      cause,
    });
  }
}
