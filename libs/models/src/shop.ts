import type { ClassicOptions } from './classic/classic-lives.js';
import { openingMoment } from './classic/figures.js';
import { readClock, systemClock, type Clock } from './clock.js';
import type { World } from './life.js';
import { createLives } from './lives.js';
import type { LivingOptions } from './living/living-lives.js';
import { checkNumber, OptionError } from './option-error.js';
import type { Seed } from './chance/random.js';
import { reveal } from './reveal.js';
import type { SignedUpShopper } from './rows.js';

export interface ShopMoments {
  /** The same seed and clock give the same rows. By default one that nobody can foretell; `shop.seed` tells it. */
  seed?: Seed;
  /** What the moment is; read when the shop is created. By default the machine's clock. */
  clock?: Clock;
  /** The first moment at which somebody could sign up. By default 2019-01-01. */
  since?: Date;
}

export type ShopOptions = ShopMoments &
  (
    | ({ profile?: 'living' } & Omit<LivingOptions, 'seed'>)
    | ({ profile: 'classic' } & Omit<ClassicOptions, 'seed' | 'since'>)
  );

/** An endless row of shoppers, numbered from 0: to iterate over, from the first one each time, or one by one. */
export interface Shop extends Iterable<SignedUpShopper> {
  /** What the shop was seeded with. */
  readonly seed: Seed;
  /** The next shopper: the first call makes number 0. */
  next(): SignedUpShopper;
  /**
   * Shopper number `index`, whichever were made before: ranges of a shop can be made on several machines and add up
   * to the same rows. Does not move {@link next} on.
   *
   * @throws {OptionError} when `index` is not a whole number from 0 to 2^53 - 1
   */
  shopper(index: number): SignedUpShopper;
}

/**
 * Opens a shop: a source of shoppers, each of them a person with everything that has followed from it up to the moment:
 * visits, orders on their way or returned, the pieces sold. The people of a shop signed up between `since` and now.
 *
 * Within a shopper time runs forwards and every row refers to rows of the same shopper or the catalogue. Everybody has
 * signed up by now, and nobody asks to be forgotten: that is for lives, of which nothing may be left. Rows share their
 * `Date` objects: treat them as values.
 *
 * @throws {OptionError} for a catalogue without inhabitants or without products of a department, a seed that is not
 * a finite number, a clock that tells no usable moment
 * @example
 * ```ts
 * import { createShop, loadCatalogue } from '@thelook/models';
 *
 * const shop = createShop({ catalogue: await loadCatalogue(), seed: 42, clock: () => new Date('2026-01-01') });
 * const { users, orders } = shop.next();
 *
 * const [user] = users; // exactly one
 * orders.every((order) => order.user_id === user.id); // => true
 * orders.every((order) => order.created_at < new Date('2026-01-01')); // => true
 * shop.shopper(0).users; // => users
 *
 * const first = [];
 * for (const shopper of shop) if (first.push(shopper) === 10) break;
 * first[0].users; // => users
 * ```
 */
export function createShop(options: ShopOptions): Shop {
  const { seed = unforeseen(), clock = systemClock, since: opening, ...profile } = options;
  const until = readClock(clock);
  const since = opening?.getTime() ?? Math.min(openingMoment, until - 1);
  if (!(since >= 0 && since < until)) {
    throw opening
      ? new OptionError('since', opening, `a Date from 1970 to before ${new Date(until).toISOString()}`)
      : new OptionError('clock', new Date(until), 'a moment after the first one of 1970');
  }
  const lives = createLives(
    profile.profile === 'classic'
      ? { ...profile, seed, ...(opening && { since }) }
      : { ...profile, seed, figures: { ...profile.figures, forgets: 0 } },
  );
  const signUps = lives.signUps(since, until);
  const shopper = (index: number): SignedUpShopper => {
    // Who came in these minutes came early enough to be signed up by now.
    const begin = Math.min(signUps.at(checkNumber(index)), until - lives.opening(index));
    const life = lives.begin(index, Math.max(0, begin));
    const world: World = { realAt: (moment) => moment, idTime: () => life.due, shelf: 'made to order' };
    return reveal(lives, life, until, world).rows as SignedUpShopper;
  };
  let made = 0;
  return {
    seed,
    shopper,
    next() {
      const index = made;
      made += 1;
      return shopper(index);
    },
    *[Symbol.iterator]() {
      for (let index = 0; ; index += 1) yield shopper(index);
    },
  };
}

function unforeseen(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]!;
}
