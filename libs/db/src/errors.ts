import { escapeIdentifier } from 'pg';
import type { StepOutcome } from './commit/step.js';

/** An environment variable or a part of the connection URL makes no sense. Passwords are never shown. */
export class ConfigError extends Error {
  readonly code = 'THELOOK_CONFIG';

  constructor(
    /** The variable, as the user spells it. */
    readonly field: string,
    readonly value: string,
    readonly allowed: string,
    options?: ErrorOptions,
  ) {
    super(`${field} is ${JSON.stringify(value)}; allowed: ${allowed}.`, options);
    this.name = 'ConfigError';
  }
}

/** A function of this package was called with an argument that makes no sense. */
export class ArgumentError extends Error {
  readonly code = 'THELOOK_ARGUMENT';

  constructor(
    readonly field: string,
    readonly value: unknown,
    readonly allowed: string,
  ) {
    super(`${field} is ${show(value)}; allowed: ${allowed}.`);
    this.name = 'ArgumentError';
  }
}

/** A row does not fit its table. Nothing of the call that it was part of has been written. */
export class BadRowError extends Error {
  readonly code = 'THELOOK_BAD_ROW';

  constructor(
    readonly table: string,
    /** Undefined when the row as a whole is wrong. */
    readonly column: string | undefined,
    /** Which of the rows handed in, from 1. */
    readonly row: number,
    readonly value: unknown,
    readonly allowed: string,
  ) {
    super(
      `Row ${row} for ${table}: ${column === undefined ? 'it' : `column ${column}`} is ${show(value)}; allowed: ${allowed}.`,
    );
    this.name = 'BadRowError';
  }
}

/** The server refused rows, for example for a key that is there already. The server's own error is the `cause`. */
export class CopyError extends Error {
  readonly code = 'THELOOK_COPY';

  constructor(
    readonly table: string,
    /** Which of the rows handed in, from 1; undefined when the server blames none. */
    readonly row: number | undefined,
    /** PostgreSQL's five-character code, such as `23505` for a duplicate key; undefined when the connection broke. */
    readonly sqlState: string | undefined,
    cause: Error,
  ) {
    super(`${row === undefined ? 'Rows' : `Row ${row}`} for ${table} refused: ${cause.message}`, { cause });
    this.name = 'CopyError';
  }
}

/**
 * Of several steps at least one could not be committed. Those that could are, and `outcomes` says which; to send all of
 * them again is safe, since no step is done twice. The server's own error is the `cause`.
 */
export class CommitError extends Error {
  readonly code = 'THELOOK_COMMIT';

  constructor(
    /** The first step that failed, from 0. */
    readonly step: number,
    /** Of each step; undefined where it failed, or where nobody knows because the connection was lost. */
    readonly outcomes: readonly (StepOutcome | undefined)[],
    /** PostgreSQL's five-character code; undefined when the connection broke. */
    readonly sqlState: string | undefined,
    cause: Error,
  ) {
    super(`Step ${step + 1} of ${outcomes.length} refused: ${cause.message}`, { cause });
    this.name = 'CommitError';
  }
}

/** A table that exists has been made for other rows than the generator's. Nothing has been written. */
export class ColumnTypeError extends Error {
  readonly code = 'THELOOK_COLUMN_TYPE';

  constructor(
    readonly table: string,
    readonly column: string,
    /** The type that the column has; undefined when there is no such column. */
    readonly type: string | undefined,
    /** The one that it should have. */
    readonly allowed: string,
  ) {
    super(
      `Column ${column} of table ${table}, which exists already, is ${type ?? 'missing'}; allowed: ${allowed}. ` +
        'Alter or drop the table, or name another schema (DB_SCHEMA).',
    );
    this.name = 'ColumnTypeError';
  }
}

/** `ifExists: 'fail'` met a table that exists. Nothing has been touched. */
export class TableExistsError extends Error {
  readonly code = 'THELOOK_TABLE_EXISTS';

  constructor(
    readonly table: string,
    options?: ErrorOptions,
  ) {
    super(
      `Table ${table} exists already. Use ifExists 'append' to add to it or 'replace' to start it anew.`,
      options,
    );
    this.name = 'TableExistsError';
  }
}

/** A table that would be created is there, and somebody else's. Nothing has been done. */
export class ForeignTableError extends Error {
  readonly code = 'THELOOK_FOREIGN_TABLE';

  constructor(readonly table: string) {
    super(`${table} exists and was not made by datagen evolve: rename it, or drop it.`);
    this.name = 'ForeignTableError';
  }
}

/** The schema of what datagen keeps beside the shop is missing, and the role may not create it. Nothing has been done. */
export class SchemaRightError extends Error {
  readonly code = 'THELOOK_SCHEMA_RIGHT';

  constructor(
    readonly schema: string,
    readonly role: string,
    readonly database: string,
  ) {
    const [name, owner, place] = [schema, role, database].map(escapeIdentifier);
    super(
      `Role ${role} may not create schema ${schema}, in which the clock and the agenda of the shop are kept. ` +
        `Somebody who may can run: create schema ${name} authorization ${owner}; ` +
        `or: grant create on database ${place} to ${owner};`,
    );
    this.name = 'SchemaRightError';
  }
}

/** A backfill with the same seed and other parameters is in the tables: the ids of both would be the same. */
export class SeedInUseError extends Error {
  readonly code = 'THELOOK_SEED_IN_USE';

  constructor(readonly seed: string) {
    super(
      `Seed ${show(seed)} has been used for a backfill of these tables with other parameters (users, since, until, ` +
        'ghosts or catalogue), and ids depend on the seed. Repeat those parameters to go on with it, choose another ' +
        'seed to add to it, or start from empty tables.',
    );
    this.name = 'SeedInUseError';
  }
}

/** A value in a few characters, whatever it is: an error message must not fail, and must stay short. */
function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date' : value.toISOString();
  if (value === null) return 'null';
  if (typeof value === 'object') return Array.isArray(value) ? 'an array' : 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}
