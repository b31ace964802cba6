import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  closeClock,
  LaneLeases,
  openClock,
  openRun,
  readSegments,
  Retention,
  ServerClock,
  type Database,
} from '@thelook/db';
import { loadCatalogue, MODEL_VERSION } from '@thelook/models';
import { openDatabase, waitForDatabase, withRetries, type Logger } from '@thelook/service';
import type { Kysely } from 'kysely';
import { describeRun } from './flags/run-flags.js';
import type { ServeFlags } from './flags/serve-flags.js';
import { asFastAsItGoes, every, poisson, type Arrivals } from './live/arrivals.js';
import { Beginnings } from './live/beginnings.js';
import { LiveShop } from './live/live-shop.js';
import { openShelves } from './live/open-shelves.js';
import { RunsAtWork } from './live/runs-at-work.js';
import { DatabaseShelves } from './live/shelves.js';
import { isSettled } from './live/settled.js';
import { ShopTime } from './live/shop-time.js';
import { newTally, type Tally } from './live/tally.js';
import { Timekeeper } from './live/timekeeper.js';
import { work } from './live/workers.js';
import { prepareTables } from './prepare-tables.js';

export interface ServeContext {
  logger: Logger;
  /** Ends the run after the steps in hand. */
  signal: AbortSignal;
  env?: NodeJS.ProcessEnv;
}

/** Connections that do steps side by side: PostgreSQL works for one while the steps of the other are made. */
const WORKERS = 2;
/** New users a turn, at most, when they come as fast as it goes. */
const ROOM = 12;
/** Between two looks at the database's clock and the other generators, in milliseconds. */
const KEEP_MS = 1_000;
/** Batches of old rows that are deleted at once. */
const MOST_BATCHES = 20;
/** Between two lines that sum up, in milliseconds. */
const SUMMARY_MS = 10_000;
/** How long the steps in hand may take when somebody asks to stop, and the database does not answer. */
const PATIENCE_MS = 10_000;
const DAY_MS = 86_400_000;

/** What new users a second are taken for when they come as fast as it goes, to fill the shelves. */
const FULL_RATE = 200;
const ITEMS_PER_USER = 2;
/** Items a day for which the shelves are filled at the start, at most; a busier shop orders more as it sells. */
const MOST_ITEMS_PER_DAY = 100_000;

/** Runs the shop as the command line asks: prepares the tables, then does what is due and lets new lives begin. */
export async function serve(flags: ServeFlags, { logger, signal, env }: ServeContext): Promise<void> {
  const catalogue = await loadCatalogue(flags.dataDir);
  const seed = flags.seed ?? String(randomInt(2 ** 32));
  const description = describeRun(flags, { seed, catalogue });
  const database = await openDatabase({
    logger,
    applicationName: 'thelook-datagen',
    maxConnections: WORKERS + 2,
    ...(env && { env }),
  });
  try {
    const { db } = database;
    await waitForDatabase(db, { logger, signal });
    await prepareTables(db, { ifExists: flags.ifExists, catalogue, logger, indexes: true });
    const run = await openRun(db, { ...description, model: MODEL_VERSION });
    const runs = new RunsAtWork(db, catalogue);
    await runs.open([run.id]);
    await runShop({ flags, seed, run: run.id, runs, db, logger, signal });
  } catch (error) {
    if (!(signal.aborted && error === signal.reason)) throw error;
  } finally {
    await database.close();
  }
}

interface OpenShop {
  flags: ServeFlags;
  seed: string;
  run: number;
  runs: RunsAtWork;
  db: Kysely<Database>;
  logger: Logger;
  signal: AbortSignal;
}

async function runShop({ flags, seed, run, runs, db, logger, signal }: OpenShop): Promise<void> {
  const id = randomUUID();
  const patience = patienceAfter(signal);
  const serverClock = new ServerClock(db);
  await serverClock.sync();
  const leases = new LaneLeases(db, { id });
  await leases.renew();
  await openClock(db, { generator: id, speed: flags.speed });
  const time = new ShopTime(await readSegments(db), () => serverClock.now());
  const timekeeper = new Timekeeper({ db, time, serverClock, leases, logger });
  await timekeeper.keep();
  const lives = runs.of(run);
  const atOnce = flags.waitFor === 0 && flags.rate === undefined;
  const pieces = await openShelves(db, {
    ...{ lives, time, now: serverClock.now() },
    itemsPerDay: itemsPerDay(flags, time.speed),
  });
  if (pieces > 0) logger.info({ pieces }, 'the shelves are filled');
  const { maxIter } = flags;
  const arrivals = arrivalsOf(flags);
  const beginnings = new Beginnings({
    ...{ db, run, lives, arrivals, time, maxIter, atOnce, workers: WORKERS, logger, signal: patience },
  });
  const settling = (): boolean => flags.untilSettled && beginnings.areOver;
  const shops = Array.from({ length: WORKERS }, (_, worker) => {
    const shelves = new DatabaseShelves(db, timekeeper.place * WORKERS + worker);
    return new LiveShop({ db, runs, time, shelves, atOnce, settling, logger, signal: patience });
  });
  const tally = newTally();
  const { waitFor, rate, profile } = flags;
  logger.info({ seed, profile, run, waitFor, rate, maxIter, speed: time.speed }, 'the shop is open');
  const started = performance.now();
  const keeping = repeat(() => timekeeper.keep(), { logger, signal });
  const { retain } = flags;
  const retiring =
    retain === undefined ? undefined : repeat(retirementOf(db, retain, serverClock), { logger, signal });
  const summing = setInterval(() => logger.info({ ...tally }, 'so far'), SUMMARY_MS);
  let iteration = 0;
  try {
    await work({
      ...{ shops, beginnings, timekeeper, time, serverClock, tally, signal },
      room: ROOM,
      onBegun({ users, orders, order_items, inventory_items, events }) {
        iteration += 1;
        const rows = { users, orders, order_items, inventory_items, events };
        logger.info(users > 0 ? rows : {}, `iteration ${iteration}`);
      },
      isSettled: flags.untilSettled ? () => isSettled(db) : undefined,
    });
  } finally {
    clearInterval(summing);
    await keeping.stop();
    await retiring?.stop();
    await leases.release();
    await closeClock(db, { generator: id });
  }
  const seconds = (performance.now() - started) / 1_000;
  const rows = rowsOf(tally);
  logger.info(
    {
      ...tally,
      ...{ iterations: iteration, rows, seconds: Number(seconds.toFixed(2)) },
      'rows/s': seconds > 0 ? Math.round(rows / seconds) : 0,
    },
    'the shop is closed',
  );
}

function arrivalsOf({ waitFor, rate }: ServeFlags): Arrivals {
  if (rate !== undefined) return poisson(rate, Math.random);
  return waitFor === 0 ? asFastAsItGoes() : every(waitFor);
}

/** Fires some time after somebody has asked to stop: until then what is in hand is ended. */
function patienceAfter(signal: AbortSignal): AbortSignal {
  const patience = new AbortController();
  const lose = (): void => void setTimeout(() => patience.abort(signal.reason), PATIENCE_MS).unref();
  if (signal.aborted) lose();
  else signal.addEventListener('abort', lose, { once: true });
  return patience.signal;
}

/** Items that will be sold in a day of shop time. */
function itemsPerDay({ waitFor, rate }: ServeFlags, speed: number): number {
  const usersPerSecond = rate ?? (waitFor === 0 ? FULL_RATE : 1 / waitFor);
  const day = DAY_MS / 1_000 / Math.max(speed, 1e-9);
  return Math.min(MOST_ITEMS_PER_DAY, usersPerSecond * ITEMS_PER_USER * day);
}

function rowsOf({ users, orders, order_items, inventory_items, events }: Tally): number {
  return users + orders + order_items + inventory_items + events;
}

/** Deletes what is old enough, batch by batch. */
function retirementOf(db: Kysely<Database>, retain: number, serverClock: ServerClock): () => Promise<void> {
  const retention = new Retention(db, retain);
  return async () => {
    for (let left = MOST_BATCHES; left > 0; left -= 1) {
      if ((await retention.retire({ now: serverClock.now() })).done) return;
    }
  };
}

/** Does something every second until it is stopped; a database that is away for a while is waited for. */
function repeat(
  work: () => Promise<void>,
  retries: { logger: Logger; signal: AbortSignal },
): { stop: () => Promise<void> } {
  const stopped = new AbortController();
  const signal = AbortSignal.any([retries.signal, stopped.signal]);
  const repeating = (async () => {
    while (!signal.aborted) {
      await sleep(KEEP_MS, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await withRetries(work, { ...retries, signal });
    }
  })();
  repeating.catch((error: unknown) => {
    if (!signal.aborted) retries.logger.error({ err: error }, 'what is done every second has failed');
  });
  return {
    async stop() {
      stopped.abort();
      await repeating.catch(() => undefined);
    },
  };
}
