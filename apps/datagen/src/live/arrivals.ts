/** Tells when new lives begin. Moments are milliseconds of the database's clock. */
export interface Arrivals {
  /** The moments up to `now` at which lives begin, `room` of them at most; each is told once. */
  take(now: number, room: number): number[];
  /** When the next one is due, as far as is known; -Infinity: at once. */
  readonly next: number;
}

/** An arrival that is so late belongs to a time when nobody could write; it is not made up for. */
const LATE_MS = 5_000;

/** One life after the other, with nothing in between. */
export function asFastAsItGoes(): Arrivals {
  return { next: -Infinity, take: (now, room) => Array.from({ length: room }, () => now) };
}

/** A life every so many seconds, the first at once. */
export function every(seconds: number): Arrivals {
  return new SpacedArrivals(() => seconds * 1_000, 0);
}

/**
 * Lives as a Poisson process, as customers come who do not know of each other.
 *
 * @param rate lives a second
 * @param uniform chance, even over 0 (included) to 1 (excluded)
 */
export function poisson(rate: number, uniform: () => number): Arrivals {
  const gap = (): number => (-Math.log(1 - uniform()) * 1_000) / rate;
  return new SpacedArrivals(gap, gap());
}

/** A rate that changes with time, in lives a millisecond. */
export interface Pace {
  /** At a moment of the database's clock. */
  at(now: number): number;
  /** What it cannot be above, as things are; 0: nobody comes as yet. */
  highest(): number;
}

/** Where nobody comes as yet, it is looked again so often. */
const LOOK_AGAIN_MS = 1_000;

/** Lives as a Poisson process whose rate goes up and down: of those that would come at the highest rate, a part does. */
export function following(pace: Pace, uniform: () => number): Arrivals {
  const gap = (): number => {
    const highest = pace.highest();
    return highest > 0 ? -Math.log(1 - uniform()) / highest : LOOK_AGAIN_MS;
  };
  const comes = (moment: number): boolean => uniform() * pace.highest() < pace.at(moment);
  return new SpacedArrivals(gap, gap(), comes);
}

class SpacedArrivals implements Arrivals {
  readonly #gap: () => number;
  readonly #first: number;
  readonly #comes: (moment: number) => boolean;
  #next = -Infinity;

  constructor(gap: () => number, first: number, comes: (moment: number) => boolean = () => true) {
    this.#gap = gap;
    this.#first = first;
    this.#comes = comes;
  }

  get next(): number {
    return this.#next;
  }

  take(now: number, room: number): number[] {
    if (this.#next === -Infinity) this.#next = now + this.#first;
    if (this.#next < now - LATE_MS) this.#next = now;
    const moments: number[] = [];
    while (this.#next <= now && moments.length < room) {
      const moment = Math.floor(this.#next);
      if (this.#comes(moment)) moments.push(moment);
      this.#next += this.#gap();
    }
    return moments;
  }
}
