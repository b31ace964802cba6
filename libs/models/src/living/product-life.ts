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
  /** When it was looked at last, in shop time, and how many pieces were on the shelf then; 0: it waits for new ones. */
  filledAt: number;
  level: number;
  /** Pieces that came in so far. */
  pieces: number;
  /** Items a day that the shop expects to sell. */
  expected: number;
}

/** A step never brings in more than this. */
const MOST_PIECES = 2_000;
/** What was expected before counts as much as the sales of so many pieces. */
const PIECES_TO_DOUBT = 2;
/** The slowest sales that are reckoned with, in items a day. */
const SLOWEST = 1e-5;
/** A shelf is looked at again when this part of what is on it should be sold. */
const LOOKS_AFTER = 0.15;

/**
 * The lives of products on their shelves: opening stock and, some time after a shelf was found empty, as many new pieces
 * as make the sales seen so far last for some days. How long it stays empty goes by how long they will last, so that of a
 * shop that sells much and of one that sells little the same part of the products is out of stock, from the beginning.
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
    const expected = Math.max(SLOWEST, (this.#model.popularity.share(product) * itemsPerDay) / 2);
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
    const days = (life.due - state.filledAt) / DAY;
    const perDay = sellsADay(state, unsold, days);
    const full = Math.max(1, random.between(fewest, most), Math.ceil(perDay * figures.stockDays));
    const emptyDays = (figures.outOfStock * full) / ((1 - figures.outOfStock) * perDay);
    // It has been empty for half of the time since the last look, most likely.
    const left = opens ? emptyDays * random.next() : emptyDays - days / 2;
    const comes = opens
      ? random.next() >= figures.outOfStock && random.between(1, full)
      : (state.level === 0 || (unsold === 0 && left <= shortest)) && full - unsold;
    const missing = Math.min(MOST_PIECES, Math.max(0, Number(comes)));
    const level = unsold + missing;
    const toNextLook = Math.min(longest, Math.max(shortest, (level / perDay) * LOOKS_AFTER));
    // Not all shelves at the same moment.
    const wait = level > 0 ? toNextLook * (0.75 + random.next() / 2) : Math.max(shortest, left);
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

/** Items a day, by what was expected and what has been sold since the last look. */
function sellsADay({ level, expected }: ProductState, unsold: number, days: number): number {
  if (level === 0) return expected;
  // What an empty shelf has sold is less than what it could have.
  const open = unsold === 0 ? days / 2 : days;
  return (PIECES_TO_DOUBT + Math.max(0, level - unsold)) / (PIECES_TO_DOUBT / expected + open);
}
