import { type Database } from '@thelook/db';
import { finishedBackfills, readRuns } from '@thelook/db/internal';
import type { Catalogue, SignUps } from '@thelook/models';
import { UsageError } from '@thelook/service';
import type { Kysely } from 'kysely';
import type { RunChoice } from '../flags/run-flags.js';
import { descriptionDigest, livesOf, type RunDescription } from '../run-description.js';
import type { Pace } from './arrivals.js';
import type { ShopTime } from './shop-time.js';

const DAY = 86_400_000;

/** How many users a history has, and when they came: what a live shop goes on with. */
export interface HistoryRate {
  users: number;
  signUps: SignUps;
  /** What its lives were like, as flags. */
  choice: Pick<RunChoice, 'pattern' | 'conversion' | 'figures' | 'country' | 'state' | 'postalCode'>;
}

/**
 * Reads the history of a database that ends last.
 *
 * @throws {UsageError} when there is none of the living shop that is complete, or it is of another catalogue
 */
export async function readHistoryRate(db: Kysely<Database>, catalogue: Catalogue): Promise<HistoryRate> {
  const runs = (await readRuns(db)) as unknown as RunDescription[];
  for (const { seed, users, since, until, catalogue: digest } of await finishedBackfills(db)) {
    const run = runs.find((one) => one.seed === seed && descriptionDigest(one) === digest);
    if (run?.profile !== 'living') continue;
    const signUps = livesOf(run, catalogue).signUps(since.getTime(), until.getTime());
    return { users, signUps, choice: choiceOf(run) };
  }
  throw new UsageError(
    '--rate',
    'history',
    'a number of users a second: the database has no history of backfill',
  );
}

function choiceOf({ flags, figures }: RunDescription): HistoryRate['choice'] {
  const { pattern, conversion, places } = flags;
  return { ...(pattern && { pattern }), ...(conversion !== undefined && { conversion }), figures, ...places };
}

/** The users of a history a millisecond of real time, as they would come after its end. */
export function paceOf({ users, signUps }: Pick<HistoryRate, 'users' | 'signUps'>, time: ShopTime): Pace {
  return {
    at: (now) => users * signUps.density(time.shopAt(now)) * time.speed,
    highest: () => users * signUps.peak * time.speed,
  };
}

/** New users on a day of shop time at the end of the history, at most. */
export function usersPerDay({ users, signUps }: Pick<HistoryRate, 'users' | 'signUps'>): number {
  return users * signUps.peak * DAY;
}
