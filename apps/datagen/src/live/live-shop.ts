import { type Database } from '@thelook/db';
import { CommitError, commitSteps, takeDue, type StepCommit, type StepOutcome } from '@thelook/db/internal';
import type { Change, EventRow, Life, Lives, Shelf, World } from '@thelook/models';
import { withRetries, type Logger } from '@thelook/service';
import type { Kysely } from 'kysely';
import { missingPages } from './missing-pages.js';
import { PageWriter } from './page-writer.js';
import type { RunsAtWork } from './runs-at-work.js';
import type { Shelves } from './shelves.js';
import type { ShopTime } from './shop-time.js';
import { addTally, countSteps, newTally, type Tally } from './tally.js';

export interface LiveShopOptions {
  db: Kysely<Database>;
  runs: RunsAtWork;
  time: ShopTime;
  /** Without shelves a purchase makes its pieces. */
  shelves: Shelves | undefined;
  /** Whether a new life comes with its whole first visit, over by now, rather than page by page. */
  atOnce: boolean;
  /** Whether nobody comes any more: what has begun goes on, and no visit does. */
  settling?: () => boolean;
  logger: Logger;
  signal: AbortSignal;
}

/** A round of work. */
export interface Turn {
  /** The moment by the database's clock, in milliseconds since 1970: nothing that is written lies after it. */
  now: number;
  /** Lanes of the agenda to work on, and the shop time before which there is nothing in them. */
  lanes: readonly number[];
  after: number;
  /** Lives that begin. */
  begun: readonly Life[];
  /** Steps that may be taken from the agenda. */
  room: number;
}

/** A step to be done: the agenda's entry unless the life begins. */
interface Work {
  life: Life;
  done?: Life;
  /** Changes that belong to it from before: the first visit of a life that comes at once. */
  before: Change[];
  /** Pieces could not be had so many times. */
  tries: number;
}

interface Performed {
  work: Work;
  commit: StepCommit;
  pages: readonly EventRow[];
}

/** So often a purchase looks for other pieces when somebody else was faster; then the shelf counts as empty. */
const MOST_TRIES = 5;
const UNIQUE_VIOLATION = '23505';

/** Does the steps of lives when they are due: what there is to live business, but for waiting. */
export class LiveShop {
  readonly pages: PageWriter;
  readonly #options: LiveShopOptions;
  /** Visits under way of which this process writes, or has written, the pages. */
  readonly #underWay = new Set<string>();

  constructor(options: LiveShopOptions) {
    this.#options = options;
    this.pages = new PageWriter(options);
    options.time.onChange((redate) => this.pages.redate(redate));
  }

  /** @returns how many steps were taken from the agenda */
  async turn(
    { now, lanes, after, begun, room }: Turn,
    tally: Tally,
    onBegun?: (written: Tally) => void,
  ): Promise<number> {
    const { db, runs, time, logger, signal } = this.#options;
    const until = time.shopAt(now);
    const due =
      room > 0 && lanes.length > 0
        ? await withRetries(() => takeDue(db, { lanes, until, after, limit: room }), { logger, signal })
        : [];
    // Before the steps: an order is written after the pages that led to it.
    tally.events += await this.pages.flush(now);
    await withRetries(() => runs.open(new Set(due.map(({ run }) => run))), { logger, signal });
    const begins = begun.map((life) => this.#begin(life, until));
    const goOn = this.#options.settling?.() ? await this.#settle(due) : due;
    const continued = goOn.map((life): Work => ({ life, done: life, before: [], tries: 0 }));
    await this.#do([...continued, ...begins], now, (steps) => {
      for (const { work, commit } of steps) {
        const written = countSteps(newTally(), [commit]);
        addTally(tally, written);
        if (!work.done) onBegun?.(written);
      }
    });
    return due.length;
  }

  /** Takes their visits from the lives that are due; gives those that are due without them, too. */
  async #settle(due: readonly Life[]): Promise<Life[]> {
    const { db, logger, signal } = this.#options;
    const settled = due.map((life) => this.#lives(life).settle(life));
    const steps = due.flatMap((done, place): StepCommit[] => {
      const next = settled[place];
      return next === done ? [] : [{ done, ...(next && { next }), changes: [] }];
    });
    await withRetries(() => commitSteps(db, steps), { logger, signal });
    return due.filter((life, place) => settled[place] === life);
  }

  /** A life that begins: as it is, or with its first visit behind it. */
  #begin(life: Life, until: number): Work {
    const begins: Work = { life, before: [], tries: 0 };
    const lives = this.#options.runs.of(life.run);
    if (!this.#options.atOnce || life.due >= until || lives.opening(life.life) === 0) return begins;
    const { pages, next } = lives.step(life, this.#world('made to order'));
    if (!next) return begins;
    const before = pages.map((row): Change => ({ op: 'insert', table: 'events', row }));
    return { ...begins, life: next, before };
  }

  async #do(
    work: readonly Work[],
    now: number,
    onDone: (steps: readonly Performed[]) => void,
  ): Promise<void> {
    let left = work;
    while (left.length > 0) {
      const performed = await this.#perform(left, now);
      const { outcomes, attempts } = await this.#commit(performed);
      const again: Work[] = [];
      const done: Performed[] = [];
      performed.forEach((step, place) => {
        const outcome = outcomes[place];
        if (outcome === 'sold' || outcome === undefined)
          again.push({ ...step.work, tries: step.work.tries + 1 });
        // After a lost connection nobody knows who did it; then pages that are there twice are left out.
        else if (outcome === 'done' || attempts > 1) done.push(step);
      });
      for (const step of done) this.#settled(step);
      onDone(done);
      left = again;
    }
  }

  /** What became of the steps; undefined of one that wrote a page which somebody else wrote at that moment. */
  async #commit(
    performed: readonly Performed[],
  ): Promise<{ outcomes: readonly (StepOutcome | undefined)[]; attempts: number }> {
    const { db, logger, signal } = this.#options;
    const steps = performed.map(({ commit }) => commit);
    let attempts = 0;
    try {
      const outcomes = await withRetries(
        (attempt) => {
          attempts = attempt;
          return commitSteps(db, steps);
        },
        { logger, signal },
      );
      return { outcomes, attempts };
    } catch (error) {
      if (!(error instanceof CommitError) || error.sqlState !== UNIQUE_VIOLATION) throw error;
      const { outcomes } = error;
      const failed = performed.filter((_, place) => outcomes[place] === undefined);
      if (!failed.every(({ work }) => work.done && work.tries < MOST_TRIES)) throw error;
      return { outcomes, attempts };
    }
  }

  #settled({ work: { life }, commit, pages }: Performed): void {
    const key = `${life.run}/${life.life}`;
    this.#underWay.delete(key);
    if (pages.length > 0 && commit.next) this.#underWay.add(key);
    this.pages.add(pages);
  }

  async #perform(work: readonly Work[], now: number): Promise<Performed[]> {
    const shelfOf = await this.#shelvesFor(work);
    const lost = await this.#lostPages(work, now);
    return work.map((item, place): Performed => {
      const { life, done, before } = item;
      const { transaction, pages, next } = this.#lives(life).step(life, this.#world(shelfOf[place]!));
      const changes = [...before, ...(lost.get(item) ?? []), ...transaction.changes];
      const commit: StepCommit = { ...(done && { done }), ...(next && { next }), changes };
      return { work: item, commit, pages };
    });
  }

  /** What each step finds on the shelves that it needs. */
  async #shelvesFor(work: readonly Work[]): Promise<Shelf[]> {
    const { shelves, time, logger, signal } = this.#options;
    if (!shelves) return work.map(() => 'made to order');
    const wanted = work.map(({ life, tries }) => ({
      products: tries > MOST_TRIES || life.kind === 'product' ? [] : this.#lives(life).wants(life),
      at: time.realAt(life.due),
    }));
    const products = work.filter(({ life }) => life.kind === 'product').map(({ life }) => life.life);
    const retries = { logger, signal };
    const picked = await withRetries(() => shelves.pick(wanted), retries);
    const counts =
      products.length > 0
        ? await withRetries(() => shelves.count(products), retries)
        : new Map<number, number>();
    return work.map(({ life, tries }, place): Shelf => {
      if (life.kind === 'product') return { unsold: counts.get(life.life) ?? 0 };
      const pieces = picked[place];
      return pieces === undefined || tries > MOST_TRIES ? 'empty' : { pieces };
    });
  }

  /** Pages that nobody has written of visits which another process began, or this one before it was started anew. */
  async #lostPages(work: readonly Work[], now: number): Promise<Map<Work, Change[]>> {
    const { db, logger, signal } = this.#options;
    const suspects = new Map<Work, readonly EventRow[]>();
    for (const item of work) {
      const { life, done } = item;
      if (!done || life.kind !== 'shopper' || this.#underWay.has(`${life.run}/${life.life}`)) continue;
      const visit = this.#lives(life).visitUnderWay(life, this.#world('empty'));
      const pages = visit.filter(({ created_at }) => created_at.getTime() <= now);
      if (pages.length > 0) suspects.set(item, pages);
    }
    if (suspects.size === 0) return new Map();
    const missing = await withRetries(() => missingPages(db, [...suspects.values()].flat()), {
      logger,
      signal,
    });
    return new Map(
      [...suspects].map(([item, pages]) => [
        item,
        pages
          .filter(({ id }) => missing.has(id))
          .map((row): Change => ({ op: 'insert', table: 'events', row })),
      ]),
    );
  }

  #lives({ run }: Life): Lives {
    return this.#options.runs.of(run);
  }

  #world(shelf: Shelf): World {
    const { time } = this.#options;
    return { realAt: (moment) => time.realAt(moment), idTime: (moment) => time.realAt(moment), shelf };
  }
}
