import type { Database } from '@thelook/db';
import { readSaleClock, saleDays, type ClockSegment } from '@thelook/db/internal';
import type { SaleDays } from '@thelook/feed';
import type { Logger } from '@thelook/service';
import type { Kysely } from 'kysely';
import type { Exclusive } from '../window/exclusive.js';
import { PacedReading } from './paced-reading.js';

/** A change of the shop's speed shows so much later at most. */
const EVERY_MS = 60_000;
/** The longest window, and a while during which it may go on. */
const LONGEST_MS = 25 * 3_600_000;

/** Which part of a window lies on sale days, by the shop's own time. */
export class SaleCalendar {
  readonly #clock: PacedReading<ClockSegment[] | undefined>;

  constructor({ db, logger, lane }: { db: Kysely<Database>; logger: Logger; lane?: Exclusive }) {
    this.#clock = new PacedReading({
      ...{ logger, lane, what: 'sale days are', everyMs: EVERY_MS },
      read: () => readSaleClock(db, Date.now() - LONGEST_MS),
    });
  }

  /**
   * The parts of the window that ends at `at`, in milliseconds since 1970; null where the shop has no sale days or
   * nobody knows. Whoever asks has the shop's clock read.
   */
  saleDays(at: number, windowSeconds: number): SaleDays[] | null {
    const segments = this.#clock.value;
    return (segments && saleDays(segments, at - windowSeconds * 1_000, at)) ?? null;
  }

  stop(): Promise<void> {
    return this.#clock.stop();
  }
}
