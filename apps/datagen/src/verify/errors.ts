import type { TableName } from '@thelook/db';
import { escapeIdentifier } from 'pg';

/** There is nothing to verify. */
export class NoTablesError extends Error {
  readonly code = 'THELOOK_NO_TABLES';

  constructor(
    readonly schema: string,
    readonly looked: readonly TableName[],
  ) {
    super(
      `DB_SCHEMA is ${JSON.stringify(schema)}, where none of ${looked.join(', ')} is; ` +
        'allowed: a schema with tables of theLook that this user may see.',
    );
    this.name = 'NoTablesError';
  }
}

/** What datagen keeps beside the shop is there, and the role may not read it: the shop cannot be judged without. */
export class RecordsError extends Error {
  readonly code = 'THELOOK_RECORDS';

  constructor(
    readonly schema: string,
    readonly role: string,
  ) {
    const [place, reader] = [schema, role].map(escapeIdentifier);
    super(
      `Role ${role} may not read schema ${schema}, which tells the profile of the shop and how its time passes. ` +
        `Its owner may allow it: grant usage on schema ${place} to ${reader}; ` +
        `grant select on all tables in schema ${place} to ${reader}`,
    );
    this.name = 'RecordsError';
  }
}

/** Every check was skipped: nothing is known about the tables. */
export class NothingCheckedError extends Error {
  readonly code = 'THELOOK_NOTHING_CHECKED';

  constructor(
    readonly schema: string,
    readonly checks: number,
    /** Why the checks were skipped, the most frequent reason first. */
    readonly reasons: readonly string[],
  ) {
    super(
      `None of the ${checks} checks could be made on schema ${JSON.stringify(schema)}: ${reasons.join('; ')}. ` +
        'DB_SCHEMA names the schema that is checked; allowed: one with tables of theLook.',
    );
    this.name = 'NothingCheckedError';
  }
}

/** Somebody asked to stop before every check was made: nothing is known about the rest. */
export class VerifyStoppedError extends Error {
  readonly code = 'THELOOK_VERIFY_STOPPED';

  constructor(
    readonly made: number,
    readonly checks: number,
    options?: ErrorOptions,
  ) {
    super(`Stopped after ${made} of ${checks} checks.`, options);
    this.name = 'VerifyStoppedError';
  }
}
