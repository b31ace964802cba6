/**
 * A flag or a variable that makes no sense. Ends the process with exit code 2.
 *
 * @example
 * throw new UsageError('PORT', 'abc', 'a whole number from 0 to 65535');
 */
export class UsageError extends Error {
  readonly code = 'THELOOK_USAGE';

  constructor(
    /** The flag or the variable, as the user spells it. */
    readonly field: string,
    readonly value: string,
    readonly allowed: string,
  ) {
    super(`${field} is ${JSON.stringify(value)}; allowed: ${allowed}.`);
    this.name = 'UsageError';
  }
}
