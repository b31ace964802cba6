import { OptionError } from '../option-error.js';
import type { Random } from '../chance/random.js';
import type { Place } from '../rows.js';
import { weightedDraw } from '../chance/weighted-draw.js';
import { DAY, HOUR, offsetOf, type Rhythm } from './rhythm.js';

const WEEK = 7 * DAY;
/** 1970-01-04. */
const FIRST_SUNDAY = 3 * DAY;

/** Where people come from: by population, and by the hour that it is there. */
export class Places {
  /** How busy the world is in each hour of a week, from the first one of a Sunday in UTC: weights. */
  readonly busyHours: readonly number[];
  /** For each of these hours, the places of one of the world's clocks. */
  readonly #drawClock: readonly ((random: Random) => (random: Random) => Place)[];

  /** @throws {OptionError} when nobody lives in the places */
  constructor(places: readonly Place[], rhythm: Rhythm) {
    const clocks = new Map<number, Place[]>();
    for (const place of places) {
      if (place.population === 0) continue;
      const offset = offsetOf(place.longitude);
      const sharing = clocks.get(offset);
      if (sharing) sharing.push(place);
      else clocks.set(offset, [place]);
    }
    if (clocks.size === 0) throw new OptionError('places', places, 'places that have a population');
    const zones = [...clocks].map(([offset, sharing]) => ({
      offset,
      people: sharing.reduce((sum, { population }) => sum + population, 0),
      draw: weightedDraw(sharing.map((place) => [place, place.population] as const)),
    }));
    const hours = Array.from({ length: WEEK / HOUR }, (_, hour) =>
      zones.map(
        ({ offset, people, draw }) =>
          [draw, people * rhythm.hourShare(FIRST_SUNDAY + hour * HOUR, offset)] as const,
      ),
    );
    this.busyHours = hours.map((weighted) => weighted.reduce((sum, [, weight]) => sum + weight, 0));
    this.#drawClock = hours.map((weighted) => weightedDraw(weighted));
  }

  /** The place of somebody who comes at a moment of shop time. */
  draw(moment: number, random: Random): Place {
    return this.#drawClock[hourOfWeek(moment)]!(random)(random);
  }
}

/** How many whole hours of its week lie before a moment. */
export function hourOfWeek(moment: number): number {
  const hours = Math.floor((moment - FIRST_SUNDAY) / HOUR) % (WEEK / HOUR);
  return hours < 0 ? hours + WEEK / HOUR : hours;
}
