import type { Catalogue } from '../catalogue/catalogue.js';
import { sampleCatalogue } from '../catalogue/sample-catalogue.js';
import { Random, type Seed } from '../chance/random.js';
import { TimeOrderedIds } from '../classic/time-ordered-ids.js';
import { readClock, type Clock } from '../clock.js';
import { OptionError } from '../option-error.js';

/** What every builder takes besides its wishes. */
export interface BuilderOptions {
  /** The same seed, wishes and clock give the same rows. By default another one at each call: 1, 2, 3 and so on. */
  seed?: Seed;
  /** What the moment is: nothing lies later that was not asked for. By default the first moment of 2026. */
  clock?: Clock;
  /** What is for sale and where people live. By default `sampleCatalogue`. */
  catalogue?: Pick<Catalogue, 'products' | 'places'>;
}

const usualMoment = new Date('2026-01-01T00:00:00Z');

/** Calls without a seed so far, so that no two of a process give the same rows, and every process the same ones. */
let calls = 0;

/** What the rows of one call are made with. */
export class Workbench {
  readonly random: Random;
  readonly clock: Clock;
  readonly ids: TimeOrderedIds;
  readonly catalogue: Pick<Catalogue, 'products' | 'places'>;
  /** The moment, in milliseconds since 1970. */
  readonly now: number;

  constructor({ seed, clock = () => usualMoment, catalogue = sampleCatalogue }: BuilderOptions) {
    this.random = new Random(seed ?? `call ${(calls += 1)}`);
    this.now = readClock(clock);
    this.clock = () => new Date(this.now);
    this.ids = new TimeOrderedIds({ random: this.random, clock: this.clock });
    this.catalogue = catalogue;
  }
}

/**
 * Wishes without those that are undefined.
 *
 * @throws {OptionError} for a name that is not among those there are
 */
export function wished<Wishes extends object>(wishes: Wishes, names: readonly string[], of: string): Wishes {
  for (const name of Object.keys(wishes)) {
    if (!names.includes(name))
      throw new OptionError(`${of}.${name}`, wishes[name as keyof Wishes], `names: ${names.join(', ')}`);
  }
  return Object.fromEntries(Object.entries(wishes).filter(([, value]) => value !== undefined)) as Wishes;
}
