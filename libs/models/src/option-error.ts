/**
 * An option of a shop or generator was refused: `field` was given `value`, where only `allowed` will do.
 *
 * @example
 * ```ts
 * import { createUserGenerator, OptionError, Random } from '@thelook/models';
 *
 * try {
 *   createUserGenerator({ places: [], random: new Random(42) });
 * } catch (error) {
 *   error instanceof OptionError; // => true
 *   error.field; // => 'places'
 *   error.message; // => 'places is []; allowed: places that have a population'
 * }
 * ```
 */
export class OptionError extends RangeError {
  override readonly name = 'OptionError';
  readonly code = 'THELOOK_OPTION';

  constructor(
    readonly field: string,
    readonly value: unknown,
    readonly allowed: string,
  ) {
    super(`${field} is ${shown(value)}; allowed: ${allowed}`);
  }
}

/** So much of a text, and so many parts of a list or an object, are told. */
const TOLD_LETTERS = 80;
const TOLD_PARTS = 5;

/** A value as a message tells it, such as `'Jpan'` or `[1, 2]`: at some depth only what kind of thing it is. */
function shown(value: unknown, depth = 1): string {
  if (typeof value === 'string') {
    return value.length > TOLD_LETTERS ? `'${value.slice(0, TOLD_LETTERS)}'…` : `'${value}'`;
  }
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'a function';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (typeof value !== 'object' || value === null) return String(value);
  const list = Array.isArray(value);
  if (depth === 0) return list ? '[…]' : '{…}';
  const entries = Object.entries(value);
  const parts = entries
    .slice(0, TOLD_PARTS)
    .map(([key, part]) => (list ? '' : `${key}: `) + shown(part, depth - 1));
  if (entries.length > TOLD_PARTS) parts.push('…');
  return list ? `[${parts.join(', ')}]` : `{${parts.join(', ')}}`;
}

/**
 * The number of a life, when it is one.
 *
 * @throws {OptionError} unless it is a whole number from 0 to 2^53 - 1
 */
export function checkNumber(number: number): number {
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new OptionError('number', number, 'a whole number from 0 to 2^53 - 1');
}

/**
 * A value, when it is one of those there are.
 *
 * @throws {OptionError} when it is none of them
 */
export function checkOneOf<Value>(field: string, value: unknown, allowed: readonly Value[]): Value {
  if (allowed.includes(value as Value)) return value as Value;
  throw new OptionError(field, value, allowed.join(', '));
}

/**
 * A moment of shop time, when it is one that lives can begin at.
 *
 * @throws {OptionError} unless it is a whole number of milliseconds from 0 to 2^48 - 1
 */
export function checkMoment(field: string, moment: number): number {
  if (Number.isInteger(moment) && moment >= 0 && moment < 2 ** 48) return moment;
  throw new OptionError(field, moment, 'whole milliseconds since 1970, below 2^48');
}

/** @throws {OptionError} unless both are moments of shop time and `since` is before `until` */
export function checkSpan(since: number, until: number): void {
  checkMoment('since', since);
  checkMoment('until', until);
  if (since >= until)
    throw new OptionError('since', new Date(since), `a moment before ${new Date(until).toISOString()}`);
}
