import { DatabaseError } from 'pg';
import type { CopiedTable } from './copy-data.js';
import { CopyError } from './errors.js';

/** A refused row with its place in what was handed in, as far as the server tells. */
export function copyError(table: CopiedTable, error: Error): CopyError {
  if (!(error instanceof DatabaseError)) return new CopyError(table, undefined, undefined, error);
  // `COPY users, line 3, column age: "x"`. A row is a line. The word for it depends on the server's language.
  const line = /^COPY [^,]+, \D*(\d+)/.exec(error.where ?? '')?.[1];
  return new CopyError(table, line === undefined ? undefined : Number(line), error.code, error);
}
