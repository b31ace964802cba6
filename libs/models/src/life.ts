import type { Transaction } from './changes.js';
import type { EventRow } from './rows.js';

/** Whose life it is: a shopper's, or that of a product on its shelf. */
export type LifeKind = 'shopper' | 'product';

/** A life with something ahead: its next step. Plain JSON, so that it can be kept while nobody looks. */
export interface Life {
  run: number;
  kind: LifeKind;
  /** A shopper's number in the run, from 0, or the id of a product. */
  life: number;
  /** When the next step is due, in milliseconds of shop time since 1970. */
  due: number;
  /** What the shop needs to go on from there. */
  state: unknown;
}

/** What a step needs to know of the world in which it happens. */
export interface World {
  /** The real moment at which a moment of shop time is reached, both in milliseconds since 1970. */
  realAt(shopMoment: number): number;
  /** What the ids of rows begin with that are born in a visit at this moment of shop time, in milliseconds. */
  idTime(shopMoment: number): number;
  /** Pieces in stock for the products that the step wants, in their order; without a shelf a purchase makes its piece. */
  shelf: Shelf;
}

export type Shelf =
  | 'made to order'
  /** At least one of the products is not in stock. */
  | 'empty'
  /** Ids of pieces, one for each product wanted. */
  | { pieces: readonly string[] }
  /** For a step of a product's life: how many of its pieces are unsold. */
  | { unsold: number };

/** A step of a life as it happens. */
export interface Step {
  transaction: Transaction;
  /** Web pages that follow, each to be written at its own moment; in the order of their sessions. */
  pages: readonly EventRow[];
  /** The life after the step; undefined: nothing is ahead of it. */
  next: Life | undefined;
}

/**
 * The lives of a run: everything that happens in a shop is a step of one, pure in the run, the number of the life and
 * the moment at which it begins, apart from pieces of stock and real time, which the {@link World} tells.
 */
export interface Lives {
  /**
   * Life `number` of a shopper, which begins at a moment of shop time.
   *
   * @param at whole milliseconds
   * @throws {OptionError} unless the number is a whole one from 0 to 2^53 - 1, and the moment one of shop time
   */
  begin(number: number, at: number): Life;
  /** Milliseconds of shop time from the beginning of a shopper's life to the end of its first visit. */
  opening(number: number): number;
  /**
   * When lives begin that are all over `since` to `until`, in shop time.
   *
   * @throws {OptionError} unless `since` is before `until`
   */
  signUps(since: number, until: number): SignUps;
  /**
   * The lives of the products' shelves, which are filled at a moment of shop time; none in a shop without shelves.
   *
   * @param itemsPerDay that the shop is expected to sell in a day of shop time
   * @throws {OptionError} for a moment or a number that is none
   */
  shelves(at: number, itemsPerDay: number): Iterable<Life>;
  /** Products of which the next step takes a piece each. */
  wants(life: Life): readonly number[];
  /** Performs the next step. @throws {LifeStepError} when there is none */
  step(life: Life, world: World): Step;
  /**
   * The life without the visits that are ahead of it: what it has begun goes on, and nothing new comes. The very same
   * life when there are none; undefined when nothing is left.
   */
  settle(life: Life): Life | undefined;
  /** The pages of the visit that the next step ends, for whoever does not know which of them have been written. */
  visitUnderWay(life: Life, world: World): readonly EventRow[];
}

/** Tells when lives begin. */
export interface SignUps {
  /** The beginning of life `number`, in milliseconds of shop time. */
  at(number: number): number;
  /**
   * The share of the lives that begins in a millisecond at a moment of shop time. After the end it goes on by hour, day
   * and month, and does not grow any more.
   */
  density(moment: number): number;
  /** The density is never higher than this after the end. */
  readonly peak: number;
}

/**
 * A life was asked for its next step that has none: what is kept of it is not what this shop made.
 *
 * @example
 * ```ts
 * import { createLives, LifeStepError, loadCatalogue } from '@thelook/models';
 *
 * const lives = createLives({ catalogue: await loadCatalogue(), seed: 42 });
 * const [life] = lives.shelves(Date.UTC(2026, 0, 1), 1_000);
 * const world = { realAt: (moment) => moment, idTime: (moment) => moment, shelf: 'made to order' };
 * try {
 *   lives.step(life, world); // a product's step wants to know how many of its pieces are unsold
 * } catch (error) {
 *   error instanceof LifeStepError; // => true
 *   error.code; // => 'THELOOK_LIFE_STEP'
 * }
 * ```
 */
export class LifeStepError extends Error {
  readonly code = 'THELOOK_LIFE_STEP';

  constructor(readonly life: Pick<Life, 'run' | 'kind' | 'life'>) {
    super(`${life.kind} ${life.life} of run ${life.run} has no step ahead`);
    this.name = 'LifeStepError';
  }
}
