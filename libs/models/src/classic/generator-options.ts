import type { Clock } from '../clock.js';
import type { Random } from '../chance/random.js';
import { TimeOrderedIds } from './time-ordered-ids.js';

/** What every generator takes. Generators that make rows for each other share all three. */
export interface GeneratorOptions {
  /** Where chance comes from. */
  random: Random;
  /** What the moment is; by default the machine's clock. */
  clock?: Clock;
  /** Where ids come from; by default made from `random` and `clock`. */
  ids?: TimeOrderedIds;
}

/** The ids given, or ones made from the generator's own chance and clock. */
export function idsOf({ random, clock, ids }: GeneratorOptions): TimeOrderedIds {
  return ids ?? new TimeOrderedIds(clock ? { random, clock } : { random });
}
