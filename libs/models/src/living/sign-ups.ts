import type { SignUps } from '../life.js';
import { checkSpan } from '../option-error.js';
import type { Random } from '../chance/random.js';
import { weightedDraw } from '../chance/weighted-draw.js';
import type { Model } from './model.js';
import { hourOfWeek } from './places.js';
import { DAY, HOUR } from './rhythm.js';
import { STREAM } from './streams.js';

/** So often a moment is drawn anew that lies outside of the history, on the first or the last of its days. */
const TRIES = 64;
const HOURS = DAY / HOUR;

/** When the lives of a history begin: more of them every year, by the months, the days of the week and the world's hours. */
export class HistorySignUps implements SignUps {
  readonly #model: Model;
  readonly #since: number;
  readonly #until: number;
  readonly peak: number;
  /** What all days weigh together. */
  readonly #total: number;
  readonly #drawDay: (random: Random) => number;
  /** For each day of the week. */
  readonly #drawHour: readonly ((random: Random) => number)[];

  /** @throws {OptionError} unless `since` is before `until` */
  constructor(model: Model, since: number, until: number) {
    checkSpan(since, until);
    this.#model = model;
    this.#since = since;
    this.#until = until;
    const { rhythm, places } = model;
    const week = Array.from({ length: 7 }, (_, day) =>
      places.busyHours.slice(day * HOURS, (day + 1) * HOURS),
    );
    const busyDays = week.map((hours) => hours.reduce((sum, weight) => sum + weight, 0));
    const first = Math.floor(since / DAY);
    const days = Array.from({ length: Math.ceil(until / DAY) - first }, (_, index) => {
      const day = (first + index) * DAY;
      const open = Math.min(day + DAY, until) - Math.max(day, since);
      return [day, (rhythm.seasonWeight(day) * busyDays[dayOfWeek(day)]! * open) / DAY] as const;
    });
    this.#total = days.reduce((sum, [, weight]) => sum + weight, 0);
    this.peak = this.#perMillisecond(rhythm.highestSeasonWeight(until) * Math.max(...places.busyHours));
    this.#drawDay = weightedDraw(days);
    this.#drawHour = week.map((hours) =>
      weightedDraw(hours.map((weight, hour) => [hour * HOUR, weight] as const)),
    );
  }

  at(number: number): number {
    const random = this.#model.streams.at(STREAM.signUp, number);
    const day = this.#drawDay(random);
    const drawHour = this.#drawHour[dayOfWeek(day)]!;
    for (let tries = 0; tries < TRIES; tries += 1) {
      const moment = day + drawHour(random) + random.below(HOUR);
      if (moment >= this.#since && moment < this.#until) return moment;
    }
    const from = Math.max(day, this.#since);
    return from + random.below(Math.min(day + DAY, this.#until) - from);
  }

  density(moment: number): number {
    if (moment < this.#since) return 0;
    const { rhythm, places } = this.#model;
    const season = rhythm.seasonWeight(moment, Math.min(moment, this.#until));
    return this.#perMillisecond(season * places.busyHours[hourOfWeek(moment)]!);
  }

  #perMillisecond(hourWeight: number): number {
    return hourWeight / (this.#total * HOUR);
  }
}

function dayOfWeek(day: number): number {
  return hourOfWeek(day) / HOURS;
}
