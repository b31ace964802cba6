import { type Database } from '@thelook/db';
import { laneOf } from '@thelook/db/internal';
import type { Life, Lives } from '@thelook/models';
import { withRetries, type Logger } from '@thelook/service';
import type { Kysely } from 'kysely';
import type { Arrivals } from './arrivals.js';
import { LifeNumbers } from './life-numbers.js';
import type { ShopTime } from './shop-time.js';

export interface BeginningsOptions {
  db: Kysely<Database>;
  run: number;
  lives: Lives;
  arrivals: Arrivals;
  time: ShopTime;
  /** Lives in all; -1: without end. */
  maxIter: number;
  /** Whether a life begins so long ago that its first visit is over by now. */
  atOnce: boolean;
  /** Those who work on the agenda beside each other in this process: a life begins with the one who has its lane. */
  workers: number;
  logger: Logger;
  signal: AbortSignal;
}

/**
 * The lives that begin in this process. While shop time stands still nobody comes: however many came, nothing would be
 * made for them to buy.
 */
export class Beginnings {
  readonly #options: BeginningsOptions;
  readonly #numbers: LifeNumbers;
  readonly #waiting: Life[][];
  #begun = 0;

  constructor(options: BeginningsOptions) {
    this.#options = options;
    this.#numbers = new LifeNumbers(options.db, options.run);
    this.#waiting = Array.from({ length: options.workers }, () => []);
  }

  /** Lives that have begun. */
  get begun(): number {
    return this.#begun;
  }

  /** Whether none will begin any more, and all that did have been taken. */
  get areOver(): boolean {
    return this.#begun === this.#options.maxIter && this.#waiting.every(({ length }) => length === 0);
  }

  /** When the next life begins, by the database's clock. */
  get next(): number {
    const { maxIter, arrivals, time } = this.#options;
    return this.#begun === maxIter || time.standsStill() ? Infinity : arrivals.next;
  }

  /** The lives that begin up to `now` with one of the workers, `room` of them at most. */
  async take(worker: number, now: number, room: number): Promise<Life[]> {
    const waiting = this.#waiting[worker]!;
    if (waiting.length < room) await this.#begin(now, room);
    return waiting.splice(0, room);
  }

  async #begin(now: number, room: number): Promise<void> {
    const { arrivals, lives, time, maxIter, atOnce, run, workers, logger, signal } = this.#options;
    const left = maxIter < 0 ? room : Math.min(room, maxIter - this.#begun);
    const arrived = left > 0 ? arrivals.take(now, left) : [];
    const moments = arrived.filter((moment) => !time.standsStill(moment));
    if (moments.length === 0) return;
    this.#begun += moments.length;
    const numbers = await withRetries(() => this.#numbers.take(moments.length), { logger, signal });
    numbers.forEach((number, place) => {
      const at = time.shopAt(moments[place]!);
      const life = lives.begin(number, atOnce ? at - lives.opening(number) : at);
      this.#waiting[laneOf({ run, life: number }) % workers]!.push(life);
    });
  }
}
