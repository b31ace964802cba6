import { migrate, type Database } from '@thelook/db';
import { evolveReadings, findReadings, publish, widenUsers, type SchemaChange } from '@thelook/db/internal';
import { isConnectionFailure, withRetries, type Logger } from '@thelook/service';
import type { Kysely } from 'kysely';
import { setTimeout as sleep } from 'node:timers/promises';
import { ReadingsWriter } from './readings-writer.js';

export interface EvolveOptions {
  db: Kysely<Database>;
  /** Milliseconds between two changes; undefined: one change, and no readings. */
  every: number | undefined;
  /** Changes, or -1 without end. */
  maxIter: number;
  /** Readings a second. */
  rate: number;
  /** Lets `users` gain its column first; without `every` that is all. */
  users: boolean;
  logger: Logger;
  signal: AbortSignal;
}

/** SQLSTATEs: the table was not free, or whoever held it waited for us. */
const occupied = new Set(['55P03', '40P01']);

/**
 * Changes the schema, once or on schedule, and writes readings meanwhile. A table that others hold is tried again, with
 * growing pauses; on schedule a change that has not been possible for about a minute is left to the next time.
 *
 * @throws the server's error
 */
export async function evolve(options: EvolveOptions): Promise<void> {
  const { db, every, maxIter, rate, users, logger, signal } = options;
  const { warnings } = await withRetries(() => migrate(db), { logger, signal });
  for (const warning of warnings) logger.warn(warning);
  if (users) {
    const change = await patiently(() => widenUsers(db), options);
    tell(change, logger);
    if (!change) logger.info('users has its column already');
  }
  if (every === undefined) {
    if (!users) await next(options);
    return;
  }
  if ((await findReadings(db)) !== 'ours') await next(options);
  const stop = new AbortController();
  const end = AbortSignal.any([signal, stop.signal]);
  const writer = new ReadingsWriter({ db, rate, logger, signal: end });
  const writing = writer.run();
  // It is waited for below; until then its failure is no unhandled one.
  const failed = writing.then(() => new Promise<never>(() => undefined));
  failed.catch(() => undefined);
  let changes = 0;
  try {
    while (changes !== maxIter && !signal.aborted) {
      try {
        await Promise.race([next(options), failed]);
        changes += 1;
      } catch (error) {
        if (!isOccupied(error)) throw error;
        logger.warn('the table is in use all the time: the change waits for its next turn');
      }
      if (changes === maxIter) break;
      await Promise.race([sleep(every, undefined, { signal: end }).catch(() => undefined), failed]);
    }
  } finally {
    stop.abort();
    await writing;
    logger.info({ changes, ...writer.figures }, 'the schema stays as it is');
  }
}

async function next(options: EvolveOptions): Promise<void> {
  const { db, logger } = options;
  const change = await patiently(() => evolveReadings(db), options);
  tell(change, logger);
  if (change.kind !== 'create') return;
  // A publication of single tables has it only now; there are no readings yet.
  const { warnings } = await publish(db, 'cdc_publication');
  for (const warning of warnings) logger.warn(warning);
}

function patiently<Result>(work: () => Promise<Result>, { logger, signal }: EvolveOptions): Promise<Result> {
  const isTransient = (error: unknown) => isOccupied(error) || isConnectionFailure(error);
  return withRetries(work, { logger, signal, isTransient });
}

function isOccupied(error: unknown): boolean {
  return error instanceof Error && 'code' in error && occupied.has(String(error.code));
}

function tell(change: SchemaChange | undefined, logger: Logger): void {
  if (change) logger.info({ number: change.number, kind: change.kind }, change.statement);
}
