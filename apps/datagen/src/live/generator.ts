import { randomUUID } from 'node:crypto';
import { type Database } from '@thelook/db';
import {
  closeClock,
  LaneLeases,
  openClock,
  readSegments,
  Retention,
  ServerClock,
} from '@thelook/db/internal';
import { withRetries, type Logger } from '@thelook/service';
import type { Kysely } from 'kysely';
import type { ServeFlags } from '../flags/serve-flags.js';
import { asFastAsItGoes, every, following, poisson, type Arrivals } from './arrivals.js';
import { Beginnings } from './beginnings.js';
import { paceOf, usersPerDay, type HistoryRate } from './history-rate.js';
import { everySecond } from './every-second.js';
import { LiveShop } from './live-shop.js';
import { openShelves } from './open-shelves.js';
import type { RunsAtWork } from './runs-at-work.js';
import { isSettled } from './settled.js';
import { DatabaseShelves } from './shelves.js';
import { ShopTime } from './shop-time.js';
import { newTally, type Tally } from './tally.js';
import { Timekeeper } from './timekeeper.js';
import { work } from './workers.js';

export interface GeneratorOptions {
  flags: ServeFlags;
  /** The run of new lives, which is open. */
  run: number;
  runs: RunsAtWork;
  /** With `--rate history`: what goes on. */
  history: HistoryRate | undefined;
  db: Kysely<Database>;
  logger: Logger;
  /** Ends the work after the steps in hand. */
  signal: AbortSignal;
}

/** Connections that do steps side by side: PostgreSQL works for one while the steps of the other are made. */
export const WORKERS = 2;
/** New users a turn, at most, when they come as fast as it goes. */
const ROOM = 12;
/** Batches of old rows that are deleted at once. */
const MOST_BATCHES = 20;
/** How long the steps in hand may take when somebody asks to stop, and the database does not answer. */
const PATIENCE_MS = 10_000;
/** So often a database that is away is asked to note that this generator is gone: for about ten seconds. */
const TRIES_TO_LEAVE = 5;
const DAY_SECONDS = 86_400;

/** What new users a second are taken for when they come as fast as it goes, to fill the shelves. */
const FULL_RATE = 200;
const ITEMS_PER_USER = 2;
/** Items a day for which the shelves are filled at the start, at most; a busier shop orders more as it sells. */
const MOST_ITEMS_PER_DAY = 100_000;

/** One of those who work on the agenda of a shop: it lets new lives begin and does what is due in its lanes. */
export class Generator {
  /** What has been written so far. */
  readonly tally: Tally = newTally();
  readonly #options: GeneratorOptions;
  readonly #id = randomUUID();
  readonly #serverClock: ServerClock;
  readonly #leases: LaneLeases;

  constructor(options: GeneratorOptions) {
    this.#options = options;
    this.#serverClock = new ServerClock(options.db);
    this.#leases = new LaneLeases(options.db, { id: this.#id });
  }

  /**
   * Goes to work until the last life has begun, or somebody asks to stop, or something fails.
   *
   * @param onOpen is told the speed of shop time when the shop is open
   * @param onBegun is told what was written with each new life
   */
  async run(onOpen: (speed: number) => void, onBegun: (written: Tally) => void): Promise<void> {
    const { flags, db, logger, signal } = this.#options;
    try {
      const retries = { logger, signal };
      const time = await withRetries(() => this.#open(), retries);
      const timekeeper = new Timekeeper({
        ...{ db, time, serverClock: this.#serverClock, leases: this.#leases, logger },
      });
      await withRetries(() => timekeeper.keep(), retries);
      await withRetries(() => this.#fillShelves(time), retries);
      onOpen(time.speed);
      const keeping = everySecond(() => timekeeper.keep(), { logger, signal });
      const retiring = flags.retain === undefined ? undefined : this.#retire(flags.retain);
      try {
        await Promise.race([
          this.#work(time, timekeeper, onBegun),
          keeping.failed,
          ...(retiring ? [retiring.failed] : []),
        ]);
      } finally {
        await keeping.stop();
        await retiring?.stop();
      }
    } finally {
      const leaving = { logger, signal: new AbortController().signal, retries: TRIES_TO_LEAVE };
      await withRetries(() => this.#leases.release(), leaving);
      await withRetries(() => closeClock(db, { generator: this.#id }), leaving);
    }
  }

  async #open(): Promise<ShopTime> {
    const { flags, db } = this.#options;
    await this.#serverClock.sync();
    await this.#leases.renew();
    await openClock(db, { generator: this.#id, speed: flags.speed });
    return new ShopTime(await readSegments(db), () => this.#serverClock.now());
  }

  async #fillShelves(time: ShopTime): Promise<void> {
    const { run, runs, db, logger } = this.#options;
    const now = this.#serverClock.now();
    const pieces = await openShelves(db, {
      ...{ lives: runs.of(run), time, now, itemsPerDay: itemsPerDay(this.#options, time.speed) },
    });
    if (pieces > 0) logger.info({ pieces }, 'the shelves are filled');
  }

  async #work(time: ShopTime, timekeeper: Timekeeper, onBegun: (written: Tally) => void): Promise<void> {
    const { flags, run, runs, db, logger, signal } = this.#options;
    const { maxIter, untilSettled } = flags;
    const atOnce = flags.waitFor === 0 && flags.rate === undefined;
    const patience = patienceAfter(signal);
    const shared = { db, time, atOnce, logger, signal: patience };
    const beginnings = new Beginnings({
      ...{
        ...shared,
        run,
        lives: runs.of(run),
        arrivals: arrivalsOf(this.#options, time),
        maxIter,
        workers: WORKERS,
      },
    });
    const settling = (): boolean => untilSettled && beginnings.areOver;
    const shops = Array.from({ length: WORKERS }, (_, worker) => {
      const shelves = new DatabaseShelves(db, timekeeper.place * WORKERS + worker);
      return new LiveShop({ ...shared, runs, shelves, settling });
    });
    const serverClock = this.#serverClock;
    await work({
      ...{ shops, beginnings, timekeeper, time, serverClock, tally: this.tally, onBegun, signal },
      room: ROOM,
      isSettled: untilSettled ? () => withRetries(() => isSettled(db), shared) : undefined,
    });
    for (const { pages } of shops) this.tally.events += await pages.flush(serverClock.now());
  }

  /** Deletes what is old enough, batch by batch. */
  #retire(retain: number): ReturnType<typeof everySecond> {
    const { db, logger, signal } = this.#options;
    const retention = new Retention(db, retain);
    const retire = async (): Promise<void> => {
      for (let left = MOST_BATCHES; left > 0 && !signal.aborted; left -= 1) {
        if ((await retention.retire({ now: this.#serverClock.now() })).done) return;
      }
    };
    return everySecond(retire, { logger, signal });
  }
}

function arrivalsOf({ flags: { waitFor, rate }, history }: GeneratorOptions, time: ShopTime): Arrivals {
  if (history) return following(paceOf(history, time), Math.random);
  if (typeof rate === 'number') return poisson(rate, Math.random);
  return waitFor === 0 ? asFastAsItGoes() : every(waitFor);
}

/** Items that will be sold in a day of shop time. */
function itemsPerDay({ flags: { waitFor, rate }, history }: GeneratorOptions, speed: number): number {
  if (history) return Math.min(MOST_ITEMS_PER_DAY, usersPerDay(history) * ITEMS_PER_USER);
  const usersPerSecond = typeof rate === 'number' ? rate : waitFor === 0 ? FULL_RATE : 1 / waitFor;
  const seconds = DAY_SECONDS / Math.max(speed, 1e-9);
  return Math.min(MOST_ITEMS_PER_DAY, usersPerSecond * ITEMS_PER_USER * seconds);
}

/** Fires some time after somebody has asked to stop: until then what is in hand is ended. */
function patienceAfter(signal: AbortSignal): AbortSignal {
  const patience = new AbortController();
  const lose = (): void => void setTimeout(() => patience.abort(signal.reason), PATIENCE_MS).unref();
  if (signal.aborted) lose();
  else signal.addEventListener('abort', lose, { once: true });
  return patience.signal;
}
