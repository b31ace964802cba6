import { OptionError } from './option-error.js';

/** Tells the moment. Called once a shopper; whatever it returns is copied. */
export type Clock = () => Date;

/** The moment by the machine's own clock. */
export const systemClock: Clock = () => new Date();

/** The last millisecond that fits the 48 bits of time in an id, in the year 10889. */
const lastMoment = 2 ** 48 - 1;

/**
 * What a clock tells, in milliseconds since 1970.
 *
 * @throws {OptionError} when that is no moment, or one that ids cannot hold
 */
export function readClock(clock: Clock): number {
  const now = clock();
  const ms = now.getTime();
  if (!(ms >= 0 && ms <= lastMoment)) throw new OptionError('clock', now, 'a Date from the year 1970 on');
  return ms;
}
