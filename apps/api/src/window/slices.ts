/**
 * How long long work may hold the event loop at a time, in milliseconds. As long as everything else has just had it,
 * so that long work comes to an end however busy the process is.
 */
const SHORTEST_MS = 8;
const LONGEST_MS = 24;
/** The clock is not asked at every step. */
const STEPS = 63;

/** What somebody waits for has so many turns before what is done at leisure has one. */
const TURNS_TO_LEISURE = 4;

/** Long work that waits for its next slice, first come, first served: one slice a turn, however many there are. */
const waiting: (() => void)[] = [];
const atLeisure: (() => void)[] = [];
let turns = 0;

/**
 * Long work in slices, between which the event loop does everything else. All that is under way in the process share
 * one slice a turn.
 *
 * @example
 * const slices = new Slices();
 * for (const item of items) {
 *   count(item);
 *   if (slices.isOver) await slices.next();
 * }
 */
export class Slices {
  readonly #queue: (() => void)[];
  #until = performance.now() + SHORTEST_MS;
  #steps = 0;

  /** @param isLeisurely while it goes on, nothing else has to wait for it. */
  constructor(isLeisurely = false) {
    this.#queue = isLeisurely ? atLeisure : waiting;
  }

  /** Whether it is time for a pause. Asked after each step that takes microseconds. */
  get isOver(): boolean {
    this.#steps = (this.#steps + 1) & STEPS;
    return this.#steps === 0 && this.isOverNow;
  }

  /** The same, for steps that take longer. */
  get isOverNow(): boolean {
    return performance.now() > this.#until;
  }

  /** Resolves when the next slice begins. */
  async next(): Promise<void> {
    const ended = performance.now();
    await new Promise<void>((resolve) => {
      this.#queue.push(resolve);
      if (waiting.length + atLeisure.length === 1) setImmediate(resume);
    });
    const now = performance.now();
    this.#until = now + Math.min(Math.max(now - ended, SHORTEST_MS), LONGEST_MS);
  }
}

function resume(): void {
  turns = (turns + 1) % (TURNS_TO_LEISURE + 1);
  const [first, second] = turns === 0 ? [atLeisure, waiting] : [waiting, atLeisure];
  (first.shift() ?? second.shift())?.();
  if (waiting.length + atLeisure.length > 0) setImmediate(resume);
}
