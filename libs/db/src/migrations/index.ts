import type { Migration } from 'kysely';
import { createTables } from './0001-create-tables.js';
import { rowsThatChange } from './0002-rows-that-change.js';
import { bookkeeping } from './0003-bookkeeping.js';
import { logAndSchema } from './0004-log-and-schema.js';

/**
 * Every migration under the name that the database remembers it by. A name never changes once it is released, and a
 * new one comes last in the alphabet. Each leaves what is there as it is: all are run again when a table was dropped.
 */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-create-tables': createTables,
  '0002-rows-that-change': rowsThatChange,
  '0003-bookkeeping': bookkeeping,
  '0004-log-and-schema': logAndSchema,
};
