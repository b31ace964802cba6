import type { ChangeBatch, ChangeEvent, Sink } from './sink.js';
import { formatPosition, type LastEvent } from './position.js';

/** Shares of the changes, from 0 to 1, that a fault happens to; one at most to each. */
export interface FaultRates {
  /** Comes some hundreds of changes later. */
  late: number;
  /** Comes twice. */
  duplicate: number;
  /** Changes places with the one that follows. */
  outOfOrder: number;
  /** Ends too early. */
  corrupt: number;
}

/** An entry of the answer key. Lines and changes are counted from 1. */
export interface Fault {
  fault: 'late' | 'duplicate' | 'out-of-order' | 'corrupt';
  /** The line of the stream with faults. */
  line: number;
  /** Which change of the clean stream it is; a duplicate's line is to be left out. */
  change: number;
  position: string;
  /** The line as it should be; of a corrupt one. */
  original?: string;
}

/** A late change lets so many others pass. */
const [LEAST_LATE, MOST_LATE] = [100, 500];

interface Held {
  fault: 'late' | 'out-of-order';
  change: number;
  /** The change after which it comes. */
  after: number;
  event: ChangeEvent;
  text: string;
}

/**
 * Writes a stream with faults, and tells of each: undone, line by line, they give the clean stream. What is held back is
 * not stored, and lost in a crash: faults are for tests.
 */
export class FaultySink implements Sink {
  readonly needsEvents = true;
  readonly #sink: Sink;
  readonly #rates: FaultRates;
  readonly #tell: (fault: Fault) => void;
  readonly #random: () => number;
  #changes = 0;
  #lines = 0;
  #held: Held[] = [];
  #texts: string[] = [];
  #events: ChangeEvent[] = [];
  #length = 0;

  /** @param random from 0 to 1 */
  constructor(
    sink: Sink,
    rates: FaultRates,
    tell: (fault: Fault) => void,
    random: () => number = Math.random,
  ) {
    this.#sink = sink;
    this.#rates = rates;
    this.#tell = tell;
    this.#random = random;
  }

  open(): Promise<LastEvent | undefined> {
    return this.#sink.open();
  }

  clear(): Promise<void> {
    return this.#sink.clear();
  }

  async write({ bytes, events }: ChangeBatch): Promise<void> {
    for (const event of events) this.#take(event, bytes.toString('utf8', event.start, event.end));
    await this.#flush();
  }

  /** Lets go of what is held back. */
  async close(): Promise<void> {
    for (const held of this.#held.splice(0)) this.#release(held);
    await this.#flush();
    await this.#sink.close();
  }

  #take(event: ChangeEvent, text: string): void {
    const change = (this.#changes += 1);
    const fault = this.#draw();
    const position = formatPosition(event.position);
    if (fault === 'late' || fault === 'out-of-order') {
      const distance =
        fault === 'late' ? LEAST_LATE + Math.floor(this.#random() * (MOST_LATE - LEAST_LATE)) : 1;
      this.#held.push({ fault, change, after: change + distance, event, text });
    } else if (fault === 'corrupt') {
      const cut = text.slice(0, 1 + Math.floor(this.#random() * (text.length - 1)));
      this.#emit(event, cut);
      this.#tell({ fault, line: this.#lines, change, position, original: text });
    } else {
      this.#emit(event, text);
      if (fault === 'duplicate') {
        this.#emit(event, text);
        this.#tell({ fault, line: this.#lines, change, position });
      }
    }
    const due = this.#held.filter((held) => held.after <= change);
    if (due.length === 0) return;
    this.#held = this.#held.filter((held) => held.after > change);
    for (const held of due) this.#release(held);
  }

  #draw(): Fault['fault'] | undefined {
    const { late, duplicate, outOfOrder, corrupt } = this.#rates;
    let draw = this.#random();
    if ((draw -= late) < 0) return 'late';
    if ((draw -= duplicate) < 0) return 'duplicate';
    if ((draw -= outOfOrder) < 0) return 'out-of-order';
    return draw - corrupt < 0 ? 'corrupt' : undefined;
  }

  #release({ fault, change, event, text }: Held): void {
    this.#emit(event, text);
    this.#tell({ fault, line: this.#lines, change, position: formatPosition(event.position) });
  }

  #emit(event: ChangeEvent, text: string): void {
    const start = this.#length;
    const end = start + Buffer.byteLength(text);
    this.#events.push({ ...event, start, end });
    this.#texts.push(text, '\n');
    this.#length = end + 1;
    this.#lines += 1;
  }

  async #flush(): Promise<void> {
    if (this.#length === 0) return;
    const batch = { bytes: Buffer.from(this.#texts.join('')), events: this.#events };
    [this.#texts, this.#events, this.#length] = [[], [], 0];
    await this.#sink.write(batch);
  }
}
