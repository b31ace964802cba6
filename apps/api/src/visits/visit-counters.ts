/** How far a visit has come: it has begun, seen a product, filled a cart, bought. */
export const STAGES = 4;
const stageOf: Readonly<Record<string, number>> = { product: 1, cart: 2, purchase: 3 };
/** Something that happens to an order later, and no part of a visit. */
const noVisit = new Set(['cancel', 'return']);

/** Seconds that are kept: an hour, and a little for pages that are told late. */
const SECONDS = 3_700;
/** Sources of visits that are told apart; further ones are one, without a name. */
const MAX_SOURCES = 15;
const SOURCES = MAX_SOURCES + 1;
/** Visits that are remembered at a time. */
const MAX_SESSIONS = 100_000;

/** A page as the stream tells it. */
export interface VisitedPage {
  session: string;
  /** From 1 within a session. */
  number: number;
  source: string;
  type: string;
  /** Microseconds since 1970. */
  moment: number;
}

/** A visit that is under way. */
interface Session {
  /** Of its first page; -1: it began before anybody counted. */
  second: number;
  source: number;
  /** Bits of the stages that have been counted. */
  stages: number;
  /** Of its newest page, in microseconds since 1970. */
  moment: number;
}

/** Visits of one source, and how many of them have come to each stage. */
export interface SourceVisits {
  source: string;
  stages: number[];
}

/**
 * The way of visits through the shop: a ring of counters a second, for windows of every length up to an hour. A visit
 * belongs to the second of its first page, and later stages count there, once a visit. It is remembered until nothing
 * has been heard of it for a while, and at most 100,000 are: the one that was silent for longest goes first.
 */
export class VisitCounters {
  readonly #ring = new Uint32Array(SECONDS * SOURCES * STAGES);
  /** The second that each place of the ring is of. */
  readonly #seconds = new Float64Array(SECONDS);
  /** The one that was silent for longest first. */
  readonly #sessions = new Map<string, Session>();
  readonly #sources = new Map<string, number>();
  readonly #since: number;
  #newest = 0;

  /** @param since every page from this moment on is going to be told, in microseconds since 1970. */
  constructor(since: number) {
    this.#since = Math.ceil(since / 1e6);
  }

  /** Visits that are remembered. */
  get size(): number {
    return this.#sessions.size;
  }

  /** Seconds since 1970. */
  get since(): number {
    return this.#since;
  }

  /** Somebody has opened a page. */
  note({ session, number, source, type, moment }: VisitedPage): void {
    if (noVisit.has(type)) return;
    const known = this.#sessions.get(session) ?? this.#begin(number, source, moment);
    known.moment = Math.max(known.moment, moment);
    this.#newest = Math.max(this.#newest, moment);
    this.#sessions.delete(session);
    this.#sessions.set(session, known);
    if (this.#sessions.size > MAX_SESSIONS) this.#forgetOldest();
    const stage = stageOf[type];
    if (stage === undefined || (known.stages & (1 << stage)) !== 0) return;
    known.stages |= 1 << stage;
    this.#count(known, stage);
  }

  /** Forgets visits of which nothing has been heard for so long, in microseconds, by the newest page's clock. */
  forgetIdle(idle: number): void {
    for (const [session, { moment }] of this.#sessions) {
      if (moment > this.#newest - idle) return;
      this.#sessions.delete(session);
    }
  }

  /** Visits that began in the window that ends at `at`, in milliseconds since 1970; undefined before it is covered. */
  counts(at: number, windowSeconds: number): SourceVisits[] | undefined {
    const first = Math.ceil(at / 1_000 - windowSeconds);
    const last = Math.floor(at / 1_000);
    if (first < this.#since || last - first >= SECONDS) return undefined;
    const sums = new Float64Array(SOURCES * STAGES);
    for (let second = first; second <= last; second += 1) {
      const place = second % SECONDS;
      if (this.#seconds[place] !== second) continue;
      const begin = place * SOURCES * STAGES;
      for (let field = 0; field < sums.length; field += 1) sums[field]! += this.#ring[begin + field]!;
    }
    const names = [...this.#sources.keys(), ''];
    return names
      .map((source, number) => {
        const begin = (source === '' ? MAX_SOURCES : number) * STAGES;
        return { source, stages: [...sums.subarray(begin, begin + STAGES)] };
      })
      .filter(({ stages }) => stages.some((count) => count > 0));
  }

  #begin(number: number, source: string, moment: number): Session {
    const second = Math.floor(moment / 1e6);
    // What began before is not counted, as its first pages have not been.
    if (number > 1 || second < this.#since) return { second: -1, source: 0, stages: 0, moment };
    const session = { second, source: this.#sourceOf(source), stages: 1, moment };
    this.#count(session, 0);
    return session;
  }

  #count({ second, source }: Session, stage: number): void {
    if (second < 0) return;
    const place = second % SECONDS;
    const begin = place * SOURCES * STAGES;
    if (this.#seconds[place]! > second) return;
    if (this.#seconds[place] !== second) {
      this.#seconds[place] = second;
      this.#ring.fill(0, begin, begin + SOURCES * STAGES);
    }
    this.#ring[begin + source * STAGES + stage]! += 1;
  }

  #sourceOf(name: string): number {
    const known = this.#sources.get(name);
    if (known !== undefined) return known;
    if (name === '' || this.#sources.size >= MAX_SOURCES) return MAX_SOURCES;
    this.#sources.set(name, this.#sources.size);
    return this.#sources.size - 1;
  }

  #forgetOldest(): void {
    for (const session of this.#sessions.keys()) {
      this.#sessions.delete(session);
      return;
    }
  }
}
