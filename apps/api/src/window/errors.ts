import { writeUuid, type Key } from './uuid.js';

/** A table in memory cannot take any more: `limit` says of what. */
export class TableFullError extends Error {
  readonly code = 'THELOOK_TABLE_FULL';

  constructor(readonly limit: string) {
    super(`The window holds more than ${limit}.`);
    this.name = 'TableFullError';
  }
}

/** The window holds more than a process should keep in memory. */
export class WindowTooLargeError extends Error {
  readonly code = 'THELOOK_WINDOW_TOO_LARGE';

  constructor(
    readonly lookbackMinutes: number,
    /** What there is too much of: `3000000 order items`. */
    readonly limit: string,
  ) {
    super(`The window of ${lookbackMinutes} minutes holds more than ${limit}; choose a shorter one.`);
    this.name = 'WindowTooLargeError';
  }
}

/** A window was asked for, or refreshed, that is no longer or not to be had. */
export class WindowClosedError extends Error {
  readonly code = 'THELOOK_WINDOW_CLOSED';

  constructor() {
    super('The window is closed; open another one.');
    this.name = 'WindowClosedError';
  }
}

/** A lookback that is no length of time. */
export class LookbackError extends Error {
  readonly code = 'THELOOK_LOOKBACK';
  readonly field = 'lookbackMinutes';
  readonly allowed = 'a positive number';

  constructor(readonly value: number) {
    super(`lookbackMinutes is ${value}; allowed: a positive number.`);
    this.name = 'LookbackError';
  }
}

/**
 * The stream of changes cannot be had, or cannot be gone on with: `reason` says why in words for a log line. The full
 * query takes its place.
 */
export class StreamError extends Error {
  readonly code = 'THELOOK_STREAM';

  constructor(
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`The stream of changes is not available: ${reason}.`, options);
    this.name = 'StreamError';
  }
}

/** The stream has left out a value, because it is stored out of line and unchanged, of a row that was not known. */
export class IncompleteRowError extends Error {
  readonly code = 'THELOOK_INCOMPLETE_ROW';
  readonly id: string;

  constructor([a = 0, b = 0, c = 0, d = 0]: Key) {
    const id = writeUuid(a, b, c, d);
    super(`The stream of changes does not have every value of order item ${id}.`);
    this.name = 'IncompleteRowError';
    this.id = id;
  }
}
