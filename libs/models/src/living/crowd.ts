import type { World } from '../life.js';
import type { Random } from '../chance/random.js';
import type { EventRow, Gender } from '../rows.js';
import type { LifeIds } from './life-ids.js';
import type { Model } from './model.js';
import { pushSession } from './session-rows.js';

/** A visit and how long it takes, in shop time. */
export interface CrowdedVisit {
  k: number;
  t: number;
  at: number;
  length: number;
}

const genders: readonly Gender[] = ['F', 'M'];

/** The visitors who look around while somebody buys, and never sign in: they make the shop's conversion what it is. */
export class Crowd {
  readonly #model: Model;
  readonly #ids: LifeIds;

  constructor(model: Model, ids: LifeIds) {
    this.#model = model;
    this.#ids = ids;
  }

  /**
   * Adds the pages of the visitors around a visit, all of them within its time.
   *
   * @param size how many visitors there are on average
   */
  push(rows: EventRow[], visit: CrowdedVisit, size: number, world: World, random: Random): void {
    const { k, t, at, length } = visit;
    const { browsing, places } = this.#model;
    const visitors = Math.floor(size * (0.5 + random.next()) + random.next());
    for (let j = 1; j <= visitors; j += 1) {
      const leaves = random.below(length + 1);
      const place = places.draw(at + leaves, random);
      const pages = browsing.lookAround(
        { gender: random.pick(genders), moment: at, south: place.latitude < 0 },
        random,
      );
      const visitor = browsing.visitor(false, random);
      let left = 0;
      for (const { gap } of pages) left += gap;
      // Who has no time for all of it looks faster.
      const pace = left > leaves ? leaves / left : 1;
      const moments = pages.map(({ gap }) => {
        left -= gap;
        return world.realAt(at + leaves - Math.floor(left * pace));
      });
      pushSession(rows, this.#ids, { t, k, j }, { userId: null, visitor, place }, pages, moments);
    }
  }
}
