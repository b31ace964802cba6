import { randomUUID } from 'node:crypto';
import { PgoutputDecoder, type Lsn, type ReplicationClient } from '@thelook/db/internal';
import { EnvelopeWriter, type EnvelopeOptions } from './envelope.js';
import type { Written } from './position.js';
import { isOurs } from './own-messages.js';
import type { Sink } from './sink.js';

/** Bytes that are handed to the sink at once, as soon as there are so many. */
const BATCH_BYTES = 2 ** 18;
/** Bytes that may wait for the sink: then nothing more is taken from the network. */
const WAITING_BYTES = 2 ** 21;

/** What has gone through. */
export interface Flow {
  changes: number;
  transactions: number;
  bytes: number;
  /** When the last transaction was committed, in microseconds since 1970. */
  lastCommitAt: number;
}

/**
 * Carries changes from the server to a sink: one batch is on its way, the next one comes together meanwhile, and when
 * that is large the server has to wait. What the sink has stored is confirmed, by whole transactions.
 */
export class Pump {
  readonly flow: Flow = { changes: 0, transactions: 0, bytes: 0, lastCommitAt: 0 };
  readonly #options: EnvelopeOptions;
  readonly #sink: Sink;
  #writer: EnvelopeWriter;
  #decoder = new PgoutputDecoder();
  #client: ReplicationClient | undefined;
  /** The end of the last whole transaction that was told; 0 when it has been confirmed. */
  #end: Lsn = 0;
  #sending: Promise<void> | undefined;
  #scheduled = false;
  #isStopped = false;
  #awaited: { content: string; arrive: () => void } | undefined;
  #fail: (error: unknown) => void = () => undefined;
  /** Rejects when the sink fails. */
  readonly failed: Promise<never>;

  /** @param written what the sink has already */
  constructor(options: EnvelopeOptions, sink: Sink, written?: Written) {
    this.#options = options;
    this.#sink = sink;
    this.#writer = new EnvelopeWriter(options, written);
    this.failed = new Promise((_, reject) => (this.#fail = reject));
    this.failed.catch(() => undefined);
  }

  /** Where rows of a snapshot are written; {@link settle} after some of them. */
  get writer(): EnvelopeWriter {
    return this.#writer;
  }

  /** Reads from a connection from now on, which begins with what has not been confirmed. */
  connect(client: ReplicationClient): void {
    this.#client = client;
    this.#decoder = new PgoutputDecoder();
    this.#end = 0;
    this.#writer = new EnvelopeWriter(this.#options, this.#writer.written);
  }

  /** What pgoutput tells, a message at a time. */
  take(bytes: Buffer, lsn: Lsn): void {
    if (this.#isStopped) return;
    const message = this.#decoder.decode(bytes);
    const writer = this.#writer;
    switch (message?.kind) {
      case 'insert':
        writer.insert(message.relation, message.after, lsn);
        this.flow.changes += 1;
        break;
      case 'update':
        writer.update(message.relation, message.before, message.after, lsn);
        this.flow.changes += 1;
        break;
      case 'delete':
        writer.delete(message.relation, message.before, lsn);
        this.flow.changes += 1;
        break;
      case 'begin':
        writer.begin(message);
        return;
      case 'commit':
        this.#end = message.end;
        this.flow.transactions += 1;
        this.flow.lastCommitAt = message.at;
        break;
      case 'truncate':
        for (const relation of message.relations) writer.truncate(relation, lsn);
        break;
      case 'message':
        if (isOurs(message.prefix)) this.#arrive(message.content);
        else {
          if (!message.isTransactional)
            writer.begin({ commitLsn: lsn, at: this.#options.now() * 1_000, xid: null });
          writer.message(message.prefix, message.content, lsn);
        }
        break;
      default:
        return;
    }
    this.#schedule();
  }

  /** A message of ours to be put into the log, and when it has come by. */
  nextMark(): { content: string; arrived: Promise<'caught up'> } {
    const content = randomUUID();
    const arrived = new Promise<'caught up'>((resolve) => {
      this.#awaited = { content, arrive: () => resolve('caught up') };
    });
    return { content, arrived };
  }

  /** Takes nothing more, and resolves when everything that was taken is stored. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.settle();
  }

  /** Resolves when everything that was taken is stored. @throws why the sink has failed */
  async settle(): Promise<void> {
    while (this.#sending || this.#writer.length > 0 || this.#end > 0) {
      await Promise.race([this.#send(), this.failed]);
    }
  }

  #arrive(content: Buffer): void {
    if (this.#awaited?.content !== content.toString()) return;
    this.#awaited.arrive();
    this.#awaited = undefined;
  }

  #schedule(): void {
    const waiting = this.#writer.length;
    if (waiting >= WAITING_BYTES) this.#client?.pause();
    if (this.#sending) return;
    if (waiting >= BATCH_BYTES) void this.#send();
    else if (!this.#scheduled) {
      this.#scheduled = true;
      // After all that has arrived at once.
      setImmediate(() => {
        this.#scheduled = false;
        void this.#send();
      });
    }
  }

  #send(): Promise<void> {
    return (this.#sending ??= this.#write().finally(() => {
      this.#sending = undefined;
      this.#client?.resume();
      if (this.#writer.length > 0 || this.#end > 0) this.#schedule();
    }));
  }

  async #write(): Promise<void> {
    const [end, client, writer] = [this.#end, this.#client, this.#writer];
    this.#end = 0;
    if (writer.length > 0) {
      const batch = writer.take();
      this.flow.bytes += batch.bytes.length;
      try {
        await this.#sink.write(batch);
      } catch (error) {
        this.#isStopped = true;
        this.#fail(error);
        // Nothing that comes later may be confirmed.
        return new Promise(() => undefined);
      }
      writer.reuse(batch);
    }
    if (end > 0) client?.confirm(end);
  }
}
