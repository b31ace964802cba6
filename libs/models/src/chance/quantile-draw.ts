import { OptionError } from '../option-error.js';
import type { Random } from './random.js';

/**
 * A draw from a list of quantiles: each of the spans between two of them is as likely as the others, and within a span
 * every value is. Additions and products only, so that it gives the same on every machine.
 *
 * @throws {OptionError} for fewer than two values, or values that do not rise
 * @example
 * const days = quantileDraw([1, 10, 100]);
 * days(random); // from 1 to 10 in half of the cases, else from 10 to 100
 */
export function quantileDraw(quantiles: readonly number[]): (random: Random) => number {
  const rises = quantiles.every((value, place) => Number.isFinite(value) && !(value < quantiles[place - 1]!));
  if (quantiles.length < 2 || !rises) {
    throw new OptionError('quantiles', quantiles, 'two numbers or more, none smaller than the one before');
  }
  const spans = quantiles.length - 1;
  return (random) => {
    const place = random.next() * spans;
    const span = Math.floor(place);
    const from = quantiles[span]!;
    return from + (quantiles[span + 1]! - from) * (place - span);
  };
}
