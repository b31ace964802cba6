import { type Database } from '@thelook/db';
import {
  changeSpeed,
  DEFAULT_SPEED,
  oldestDue,
  readSegments,
  recordLogPlace,
  type LaneLeases,
  type ServerClock,
} from '@thelook/db/internal';
import type { Logger } from '@thelook/service';
import type { Kysely } from 'kysely';
import type { ShopTime } from './shop-time.js';

export interface TimekeeperOptions {
  db: Kysely<Database>;
  time: ShopTime;
  serverClock: ServerClock;
  leases: LaneLeases;
  logger: Logger;
}

/**
 * Further back than the step that was the oldest, so many milliseconds of real time, there is nothing to be found, but
 * what another generator puts there while its clock differs; all is looked through every so many times.
 */
const LOOK_BACK_MS = 60_000;
const TIMES_TO_LOOK_BACK = 60;
/** Between two looks whether a place of the log is to be recorded, by which `slots` tells a lag in seconds. */
const SECONDS_TO_A_PLACE = 10;
/** Steps that are later than this, in milliseconds of real time, make shop time wait for them. */
const LATE_MS = 5_000;

/**
 * Keeps this process in step with the database and with the other generators: the server's clock, how shop time passes,
 * which lanes of the agenda are this one's, and where the log has been when. Where work piles up, shop time is held until it is done.
 */
export class Timekeeper {
  readonly #options: TimekeeperOptions;
  #lanes: readonly number[] = [];
  #times = 0;
  #oldest: number | undefined;

  constructor(options: TimekeeperOptions) {
    this.#options = options;
  }

  get lanes(): readonly number[] {
    return this.#lanes;
  }

  /** The place of this generator among those that work now: another one for each of them. */
  get place(): number {
    return this.#options.leases.place;
  }

  /** To be called every second or so. */
  async keep(): Promise<void> {
    const { db, time, serverClock, leases } = this.#options;
    await serverClock.sync();
    this.#lanes = await leases.renew();
    time.update(await readSegments(db));
    await this.#holdOrGoOn();
    if (this.#times % SECONDS_TO_A_PLACE === 1) await recordLogPlace(db);
  }

  async #holdOrGoOn(): Promise<void> {
    const { db, time, serverClock, logger } = this.#options;
    const now = serverClock.now();
    const oldest = await this.#oldestDue();
    const held = time.speed === 0;
    const lateBy = oldest === undefined ? 0 : now - time.realAt(oldest);
    if (!held && lateBy > LATE_MS) {
      if (await changeSpeed(db, 0, time.segments.at(-1))) {
        logger.warn({ lateBy: Math.round(lateBy) }, 'work piles up: shop time waits for it');
      }
    } else if (held && (oldest === undefined || oldest > time.shopAt(now))) {
      // As it was before it was held, by whomever.
      const speed = time.segments.findLast((segment) => segment.speed > 0)?.speed ?? DEFAULT_SPEED;
      if (await changeSpeed(db, speed, time.segments.at(-1))) logger.info('shop time goes on');
    }
  }
  /** Starts where it was found last: what has been done before that leaves dead entries in the index. */
  async #oldestDue(): Promise<number | undefined> {
    const { db, time } = this.#options;
    const whole = this.#oldest === undefined || this.#times % TIMES_TO_LOOK_BACK === 0;
    const after = whole ? -Infinity : this.#oldest! - LOOK_BACK_MS * Math.max(1, time.speed);
    this.#times += 1;
    return (this.#oldest = await oldestDue(db, after));
  }
}
