import type { SignUps } from '../life.js';
import { checkSpan } from '../option-error.js';
import type { Random } from '../chance/random.js';
import { weightedDraw } from '../chance/weighted-draw.js';
import type { Model } from './model.js';
import { DAY, HOUR } from './rhythm.js';
import { STREAM } from './streams.js';

/** So often a moment is drawn anew that lies outside of the history, on the first or the last of its days. */
const TRIES = 64;

/** When the lives of a history begin: more of them every year, by the months, the days of the week and the world's hours. */
export class HistorySignUps implements SignUps {
  readonly #model: Model;
  readonly #since: number;
  readonly #until: number;
  readonly #drawDay: (random: Random) => number;
  readonly #drawHour: (random: Random) => number;

  /** @throws {OptionError} unless `since` is before `until` */
  constructor(model: Model, since: number, until: number) {
    checkSpan(since, until);
    this.#model = model;
    this.#since = since;
    this.#until = until;
    const first = Math.floor(since / DAY);
    const days = Array.from({ length: Math.ceil(until / DAY) - first }, (_, index) => {
      const day = (first + index) * DAY;
      const open = Math.min(day + DAY, until) - Math.max(day, since);
      return [day, (model.rhythm.dayWeight(day) * open) / DAY] as const;
    });
    this.#drawDay = weightedDraw(days);
    this.#drawHour = weightedDraw(
      model.places.busyHours.map((weight, hour) => [hour * HOUR, weight] as const),
    );
  }

  at(number: number): number {
    const random = this.#model.streams.at(STREAM.signUp, number);
    const day = this.#drawDay(random);
    for (let tries = 0; tries < TRIES; tries += 1) {
      const moment = day + this.#drawHour(random) + random.below(HOUR);
      if (moment >= this.#since && moment < this.#until) return moment;
    }
    const from = Math.max(day, this.#since);
    return from + random.below(Math.min(day + DAY, this.#until) - from);
  }
}
