import type { Change } from '../changes.js';
import { LifeStepError, type Life, type Step, type World } from '../life.js';
import type { ProductRow } from '../rows.js';
import { ID, LifeIds, type RunIdentity } from './life-ids.js';
import type { Model } from './model.js';
import { DAY } from './rhythm.js';
import { pieceRow } from '../catalogue/piece-row.js';
import { STREAM } from './streams.js';

/** A product between two looks at its shelf. */
interface ProductState {
  /** Steps so far. */
  n: number;
  /** When the shelf was filled last, in shop time, and how many pieces were on it then; 0: not opened yet. */
  filledAt: number;
  level: number;
  /** Pieces that came in so far. */
  pieces: number;
  /** Items a day that the shop expects to sell. */
  expected: number;
}

/** A step never brings in more than this. */
const MOST_PIECES = 2_000;

/**
 * The lives of products on their shelves: opening stock, and from then on as many new pieces as make the sales seen last
 * last for some days. A shelf that was found empty gets more each time, until it is not.
 */
export class ProductLives {
  readonly #model: Model;
  readonly #run: number;
  readonly #ids: LifeIds;

  constructor(model: Model, { run, key, seed }: RunIdentity) {
    this.#model = model;
    this.#run = run;
    this.#ids = new LifeIds('product', key, seed);
  }

  /**
   * @param at when the shelf is filled first, in shop time
   * @param itemsPerDay that the whole shop is expected to sell in a day of shop time
   */
  begin(product: ProductRow, at: number, itemsPerDay: number): Life {
    // Half of the items are of its department.
    const expected = (this.#model.popularity.share(product) * itemsPerDay) / 2;
    const state: ProductState = { n: 0, filledAt: at, level: 0, pieces: 0, expected };
    return { run: this.#run, kind: 'product', life: product.id, due: at, state };
  }

  step(life: Life, world: World): Step {
    const product = this.#model.products.get(life.life);
    const { shelf } = world;
    if (!product || typeof shelf !== 'object' || !('unsold' in shelf)) throw new LifeStepError(life);
    const state = life.state as ProductState;
    const { streams, figures } = this.#model;
    const random = streams.at(STREAM.shelf, life.life, state.n);
    const { unsold } = shelf;
    const [shortest, longest] = figures.daysBetweenRestocks;
    const [fewest, most] = figures.stockAtLeast;
    const opens = state.n === 0;
    const days = Math.max(shortest, (life.due - state.filledAt) / DAY);
    const seen = Math.max(0, state.level - unsold) / days;
    // What an empty shelf has sold is less than what it could have; and what was seen last may be chance.
    const perDay = opens ? state.expected : ((unsold === 0 ? seen * 2 : seen) + state.expected) / 2;
    const target = Math.max(random.between(fewest, most), Math.ceil(perDay * figures.stockDays));
    const missing = Math.min(MOST_PIECES, Math.max(0, target - unsold));
    const level = unsold + missing;
    const last = perDay > 0 ? level / perDay / 3 : longest;
    // Not all shelves at the same moment.
    const wait = Math.min(longest, Math.max(shortest, last)) * (0.75 + random.next() / 2);
    const after: ProductState = {
      n: state.n + 1,
      filledAt: life.due,
      level,
      pieces: state.pieces + missing,
      expected: perDay,
    };
    return {
      transaction: {
        id: `${this.#run}-product-${life.life}-${state.n}`,
        at: new Date(world.realAt(life.due)),
        changes: this.#pieces(product, state.pieces, missing, life.due, world),
      },
      pages: [],
      next: { ...life, due: life.due + Math.floor(wait * DAY), state: after },
    };
  }

  #pieces(product: ProductRow, from: number, count: number, due: number, world: World): Change[] {
    this.#ids.begin(product.id);
    const t = world.idTime(due);
    const at = new Date(world.realAt(due));
    return Array.from({ length: count }, (_, index): Change => {
      const id = this.#ids.id(t, ID.stock, from + index);
      return { op: 'insert', table: 'inventory_items', row: pieceRow(id, product, at, null) };
    });
  }
}
