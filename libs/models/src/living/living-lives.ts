import type { Catalogue } from '../catalogue/catalogue.js';
import type { Life, Lives, SignUps, Step, World } from '../life.js';
import { checkMoment, checkNumber, checkOneOf, OptionError } from '../option-error.js';
import { parsePlaces, type PlacesOption } from '../catalogue/parse-places.js';
import type { Seed } from '../chance/random.js';
import type { EventRow } from '../rows.js';
import { completeFigures } from './check-figures.js';
import type { LivingFigures } from './figures.js';
import { Model } from './model.js';
import { ProductLives } from './product-life.js';
import { PATTERNS, type Pattern } from './rhythm.js';
import { ShopperLives } from './shopper-life.js';
import { HistorySignUps } from './sign-ups.js';

export interface LivingOptions {
  catalogue: Pick<Catalogue, 'products' | 'places'>;
  seed: Seed;
  /** The number of the run in its database, which its lives carry. By default 1. */
  run?: number;
  /** What tells this run from others of the same seed: their lives share no ids. By default nothing. */
  key?: string;
  /** Figures that differ from the usual ones, `livingFigures`; each takes the place of the whole one. */
  figures?: Partial<LivingFigures>;
  /** How much of the rhythm of hours, days and months there is. By default `daily`. */
  pattern?: Pattern;
  /** Orders a visit, .01 to .3. By default .03. */
  conversion?: number;
  /** Where people live; by default anywhere in the catalogue. */
  places?: PlacesOption;
}

/** The lives of a shop whose shoppers come, buy, come back and wait for their parcels. */
export class LivingLives implements Lives {
  readonly #model: Model;
  readonly #shoppers: ShopperLives;
  readonly #products: ProductLives;

  /**
   * @throws {OptionError} for a catalogue without inhabitants or without products of a department, and for options that
   * are out of range
   */
  constructor(options: LivingOptions) {
    const {
      catalogue,
      seed,
      run = 1,
      key = '',
      figures = {},
      pattern = 'daily',
      conversion = 0.03,
      places = {},
    } = options;
    if (typeof conversion !== 'number' || !(conversion >= 0.01 && conversion <= 0.3)) {
      throw new OptionError('conversion', conversion, 'a number from .01 to .3, orders a visit');
    }
    this.#model = new Model({
      products: catalogue.products,
      places: parsePlaces(places, catalogue.places),
      seed,
      figures: completeFigures(figures),
      pattern: checkOneOf('pattern', pattern, PATTERNS),
      conversion,
    });
    this.#shoppers = new ShopperLives(this.#model, { run, key, seed });
    this.#products = new ProductLives(this.#model, { run, key, seed });
  }

  begin(number: number, at: number): Life {
    return this.#shoppers.begin(checkNumber(number), checkMoment('at', at));
  }

  opening(number: number): number {
    return this.#shoppers.opening(checkNumber(number));
  }

  signUps(since: number, until: number): SignUps {
    return new HistorySignUps(this.#model, since, until);
  }

  shelves(at: number, itemsPerDay: number): Iterable<Life> {
    checkMoment('at', at);
    if (!(itemsPerDay >= 0 && itemsPerDay < Infinity)) {
      throw new OptionError('itemsPerDay', itemsPerDay, 'a number of 0 or more');
    }
    return this.#filled(at, itemsPerDay);
  }

  *#filled(at: number, itemsPerDay: number): Generator<Life> {
    for (const product of this.#model.products.values()) yield this.#products.begin(product, at, itemsPerDay);
  }

  wants(life: Life): readonly number[] {
    return life.kind === 'product' ? [] : this.#shoppers.wants(life);
  }

  step(life: Life, world: World): Step {
    return life.kind === 'product' ? this.#products.step(life, world) : this.#shoppers.step(life, world);
  }

  settle(life: Life): Life | undefined {
    return life.kind === 'product' ? life : this.#shoppers.settle(life);
  }

  visitUnderWay(life: Life, world: World): readonly EventRow[] {
    return life.kind === 'product' ? [] : this.#shoppers.visitUnderWay(life, world);
  }
}
