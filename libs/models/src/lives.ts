import { ClassicLives, type ClassicOptions } from './classic/classic-lives.js';
import type { Lives } from './life.js';
import { LivingLives, type LivingOptions } from './living/living-lives.js';
import { checkOneOf, OptionError } from './option-error.js';

/**
 * `living`: people come back and orders move; `classic`: the well-known dataset, each shopper written once.
 *
 * @example
 * ```ts
 * import { PROFILES } from '@thelook/models';
 *
 * PROFILES; // => ['living', 'classic']
 * ```
 */
export const PROFILES = ['living', 'classic'] as const;
export type Profile = (typeof PROFILES)[number];

/**
 * Which model of a shop this is. Raise it with every change that gives other rows for the same options (a draw more or
 * less, another figure, another order of rows, another way to make ids), so that what was made by an older version is
 * not gone on with as if it were the same; the golden tests fail then and are written anew.
 *
 * @example
 * ```ts
 * import { MODEL_VERSION } from '@thelook/models';
 *
 * Number.isInteger(MODEL_VERSION); // => true
 * ```
 */
export const MODEL_VERSION = 4;

export type LivesOptions =
  ({ profile?: 'living' } & LivingOptions) | ({ profile: 'classic' } & ClassicOptions);

/**
 * Opens the lives of a run: the same options give the same lives, on every machine and in any order.
 *
 * @throws {OptionError} for a catalogue without inhabitants or without products of a department, a seed that is not a
 * finite number, and options that are out of range
 * @example
 * ```ts
 * import { createLives, loadCatalogue } from '@thelook/models';
 *
 * const lives = createLives({ catalogue: await loadCatalogue(), seed: 42 });
 * const signUp = Date.UTC(2026, 0, 1);
 * const world = { realAt: (moment) => moment, idTime: (moment) => moment, shelf: 'made to order' };
 *
 * const { pages, next } = lives.step(lives.begin(0, signUp), world); // the first visit begins
 * pages.every((page) => page.user_id === null); // => true
 * lives.step(next, world).transaction.changes[0].table; // => 'users'
 * ```
 */
export function createLives(options: LivesOptions): Lives {
  const { profile = 'living', seed, run = 1 } = options;
  checkOneOf('profile', profile, PROFILES);
  if (!(Number.isFinite(seed) || typeof seed === 'bigint' || typeof seed === 'string')) {
    throw new OptionError('seed', seed, 'a finite number, a bigint or a text');
  }
  if (!(Number.isInteger(run) && run > 0 && run < 2 ** 31)) {
    throw new OptionError('run', run, 'a whole number from 1 to 2^31 - 1');
  }
  return options.profile === 'classic' ? new ClassicLives(options) : new LivingLives(options);
}
