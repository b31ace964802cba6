import type { Random } from '../chance/random.js';
import { weightedDraw } from '../chance/weighted-draw.js';
import type { LivingFigures } from './figures.js';

/**
 * How much of the rhythm of a shop there is; each includes those before.
 *
 * @example
 * ```ts
 * import { PATTERNS } from '@thelook/models';
 *
 * PATTERNS; // => ['flat', 'daily', 'weekly', 'yearly']
 * ```
 */
export const PATTERNS = ['flat', 'daily', 'weekly', 'yearly'] as const;
export type Pattern = (typeof PATTERNS)[number];

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** 1970-01-01 was a Thursday. */
const DAYS_FROM_SUNDAY = 4;

/**
 * When people come: by the hour of their own day, by the day of the week, by the month. All moments are of shop time,
 * in milliseconds since 1970 as UTC has them; `offset` is that of a place's own clock.
 */
export class Rhythm {
  readonly pattern: Pattern;
  readonly #hours: readonly number[];
  readonly #days: readonly number[];
  readonly #months: readonly number[];
  readonly #daysDiffer: boolean;
  readonly #drawHour: (random: Random) => number;
  readonly #drawDay: (random: Random) => number;
  readonly #growth: number;

  constructor(figures: Pick<LivingFigures, 'hours' | 'days' | 'months' | 'growth'>, pattern: Pattern) {
    this.pattern = pattern;
    const level = PATTERNS.indexOf(pattern);
    this.#hours = level >= 1 ? toHighest(figures.hours) : figures.hours.map(() => 1);
    this.#days = level >= 2 ? toHighest(figures.days) : figures.days.map(() => 1);
    this.#months = level >= 3 ? toHighest(figures.months) : figures.months.map(() => 1);
    this.#drawHour = weightedDraw(this.#hours.map((weight, hour) => [hour, weight] as const));
    this.#drawDay = weightedDraw(this.#days.map((weight, day) => [day, weight] as const));
    this.#daysDiffer = this.#days.some((weight) => weight !== 1);
    this.#growth = figures.growth;
  }

  /** How busy an hour of the week is for people of that clock, to the busiest hour of the busiest day. */
  hourShare(moment: number, offset: number): number {
    return this.#hours[hourOf(moment + offset)]! * this.#days[dayOf(moment + offset)]!;
  }

  /** How busy the season is, growth up to `grownUntil` included: a weight. */
  seasonWeight(moment: number, grownUntil = moment): number {
    return this.#monthShare(moment) * this.#grown(grownUntil);
  }

  /** The highest that the weight can be which has grown until then. */
  highestSeasonWeight(grownUntil: number): number {
    return this.#grown(grownUntil);
  }

  /**
   * The moment at which somebody comes who wanted to come at about `moment`: on a day of the week and at an hour of
   * their own clock that suits, and not before `earliest`.
   */
  suits(moment: number, earliest: number, offset: number, random: Random): number {
    if (this.pattern === 'flat') return Math.max(moment, earliest);
    let day = Math.floor((moment + offset) / DAY);
    if (this.#daysDiffer) {
      const sunday = day - ((((day + DAYS_FROM_SUNDAY) % 7) + 7) % 7);
      day = sunday + this.#drawDay(random);
    }
    const time = this.#drawHour(random) * HOUR + random.below(HOUR);
    const suited = day * DAY + time - offset;
    const step = this.#daysDiffer ? 7 * DAY : DAY;
    return suited >= earliest ? suited : suited + Math.ceil((earliest - suited) / step) * step;
  }

  /** Whether somebody who wanted to come at `moment` does, given the season; most often asked again with another. */
  inSeason(moment: number, random: Random): boolean {
    return this.pattern !== 'yearly' || random.next() < this.#monthShare(moment);
  }

  #monthShare(moment: number): number {
    return this.pattern === 'yearly' ? this.#months[new Date(moment).getUTCMonth()]! : 1;
  }

  /** Growth by additions within a year, so that no machine rounds it differently. */
  #grown(moment: number): number {
    const date = new Date(moment);
    const year = date.getUTCFullYear();
    let grown = 1;
    for (let past = 1970; past < year; past += 1) grown *= 1 + this.#growth;
    const part = (moment - Date.UTC(year, 0, 1)) / (366 * DAY);
    return grown * (1 + this.#growth * part);
  }
}

/** The clock of a place is that many milliseconds ahead of UTC. */
export function offsetOf(longitude: number): number {
  return Math.round(longitude / 15) * HOUR;
}

/** From 20 November to 24 December: parcels are late. */
export function isBeforeChristmas(moment: number): boolean {
  const date = new Date(moment);
  const month = date.getUTCMonth();
  return (month === 10 && date.getUTCDate() >= 20) || (month === 11 && date.getUTCDate() <= 24);
}

/**
 * Whether much is on sale: from Black Friday to Cyber Monday, in the days after Christmas until the end of the year, and
 * in the first five of July.
 *
 * @param moment of shop time, in milliseconds since 1970; the days are those of UTC
 * @example
 * ```ts
 * import { isSaleDay } from '@thelook/models';
 *
 * isSaleDay(Date.UTC(2026, 10, 26)); // => false
 * isSaleDay(Date.UTC(2026, 10, 27)); // => true
 * ```
 */
export function isSaleDay(moment: number): boolean {
  const date = new Date(moment);
  const month = date.getUTCMonth();
  const day = date.getUTCDate();
  if (month === 6) return day <= 5;
  if (month < 10) return false;
  if (month === 11 && day > 2) return day >= 26;
  // The fourth Thursday lies from the 22nd to the 28th of November; Friday to Monday follow it.
  const past = (date.getUTCDay() + 3) % 7;
  const thursday = new Date(moment - past * DAY);
  const isFourth =
    thursday.getUTCMonth() === 10 && thursday.getUTCDate() >= 22 && thursday.getUTCDate() <= 28;
  return isFourth && past >= 1 && past <= 4;
}

function hourOf(local: number): number {
  return ((Math.floor(local / HOUR) % 24) + 24) % 24;
}

function dayOf(moment: number): number {
  return (((Math.floor(moment / DAY) + DAYS_FROM_SUNDAY) % 7) + 7) % 7;
}

function toHighest(weights: readonly number[]): number[] {
  const highest = Math.max(...weights);
  return weights.map((weight) => weight / highest);
}
