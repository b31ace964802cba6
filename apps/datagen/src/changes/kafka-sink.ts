import type { Producer } from 'kafkajs';
import { formatPosition } from './position.js';
import { SinkError, type ChangeBatch, type Sink } from './sink.js';

export interface KafkaSinkOptions {
  /** `host:9092`, or several with commas between. */
  brokers: string;
  /** Whether a message that is sent again is stored once; not what every broker for tests can do. Default: true. */
  idempotent?: boolean;
}

/**
 * Messages of Kafka, a topic a table, in order by key: stored when all replicas in sync have them. A deletion is
 * followed by a tombstone. Kafka does not tell what it has, so that after a crash the transactions that were not confirmed
 * come again, whole.
 */
export class KafkaSink implements Sink {
  readonly needsEvents = true;
  readonly #options: KafkaSinkOptions;
  #producer: Producer | undefined;

  constructor(options: KafkaSinkOptions) {
    this.#options = options;
  }

  /** @throws {SinkError} when the client is not installed */
  async open(): Promise<undefined> {
    const { Kafka, logLevel, Partitioners } = await load();
    const brokers = this.#options.brokers.split(',');
    const kafka = new Kafka({ clientId: 'thelook-changes', brokers, logLevel: logLevel.NOTHING });
    this.#producer = kafka.producer({
      idempotent: this.#options.idempotent ?? true,
      maxInFlightRequests: 1,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await this.#producer.connect();
    return undefined;
  }

  clear(): Promise<void> {
    return Promise.resolve();
  }

  async write({ bytes, events }: ChangeBatch): Promise<void> {
    const topics = new Map<
      string,
      { key: string | null; value: Buffer | null; headers: { position: string } }[]
    >();
    for (const { topic, key, position, op, start, end } of events) {
      const messages = topics.get(topic) ?? [];
      topics.set(topic, messages);
      const headers = { position: formatPosition(position) };
      // A copy: the memory of the batch is used again.
      messages.push({ key, headers, value: Buffer.from(bytes.subarray(start, end)) });
      if (op === 'd' && key !== null) messages.push({ key, headers, value: null });
    }
    const topicMessages = [...topics].map(([topic, messages]) => ({ topic, messages }));
    await this.#producer!.sendBatch({ acks: -1, topicMessages });
  }

  async close(): Promise<void> {
    await this.#producer?.disconnect();
  }
}

async function load() {
  try {
    return (await import('kafkajs')).default;
  } catch (cause) {
    throw new SinkError('Kafka needs a package: npm install kafkajs', { cause });
  }
}
