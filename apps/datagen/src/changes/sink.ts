import type { LastEvent, Position } from './position.js';

/** A change among those of a batch, for sinks that look at each. */
export interface ChangeEvent {
  position: Position;
  /** `prefix.schema.table`, or `prefix.message`. */
  topic: string;
  /** JSON of the row's key; null for what belongs to no row. */
  key: string | null;
  op: 'c' | 'u' | 'd' | 'r' | 't' | 'm';
  /** Where its line begins and ends in the batch, without the line feed. */
  start: number;
  end: number;
}

/** Changes on their way to a sink: whole lines, in order. */
export interface ChangeBatch {
  bytes: Buffer;
  /** What lies in `bytes`; empty unless the sink wants to see {@link Sink.needsEvents each}. */
  events: readonly ChangeEvent[];
}

/** Where changes go. */
export interface Sink {
  /** Whether batches tell of each of their changes. */
  readonly needsEvents: boolean;
  /** What is there already; whatever a crash has left half is removed. Called once, before all else. */
  open(): Promise<LastEvent | undefined>;
  /** Forgets what is there, since a snapshot was not written to its end. */
  clear(): Promise<void>;
  /** Resolves when all of it is stored as safely as the sink can; called again only after that. */
  write(batch: ChangeBatch): Promise<void>;
  close(): Promise<void>;
}

/** The reader of what a sink writes has gone: there is nothing left to do. */
export class ReaderGoneError extends Error {
  readonly code = 'THELOOK_READER_GONE';

  constructor(options?: ErrorOptions) {
    super('nobody reads the changes any more', options);
    this.name = 'ReaderGoneError';
  }
}

/** A place that changes cannot be written to, or gone on with. */
export class SinkError extends Error {
  readonly code = 'THELOOK_SINK';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SinkError';
  }
}
