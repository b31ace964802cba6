import { inspect } from 'node:util';

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
    super(`${field} is ${inspect(value, { depth: 0, maxStringLength: 80 })}; allowed: ${allowed}`);
  }
}
