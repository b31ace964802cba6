import type { Place, ProductRow } from '../rows.js';
import { basketDraw, type BasketDraw } from './basket.js';
import { Browsing } from './browsing.js';
import { fateDraw, type FateDraw } from './fate.js';
import type { LivingFigures } from './figures.js';
import { personaDraw, personDraw, type Person, type Persona } from './person.js';
import { Places } from './places.js';
import { Popularity } from './popularity.js';
import type { Random, Seed } from '../chance/random.js';
import { Returns } from './returns.js';
import { Rhythm, type Pattern } from './rhythm.js';
import { Streams } from './streams.js';
import { Traffic } from './traffic.js';
import { visitSources } from './visit-sources.js';
import { Visits } from './visits.js';

export interface ModelOptions {
  products: readonly ProductRow[];
  places: readonly Place[];
  seed: Seed;
  figures: LivingFigures;
  pattern: Pattern;
  /** Orders a visit. */
  conversion: number;
}

/** What the lives of a run are drawn from, made ready once. */
export class Model {
  readonly figures: LivingFigures;
  readonly streams: Streams;
  readonly rhythm: Rhythm;
  readonly popularity: Popularity;
  readonly browsing: Browsing;
  readonly visits: Visits;
  readonly places: Places;
  readonly traffic: Traffic;
  readonly drawPerson: (random: Random) => Person;
  readonly drawPersona: (random: Random) => Persona;
  readonly drawBasket: BasketDraw;
  readonly drawFate: FateDraw;
  readonly products: ReadonlyMap<number, ProductRow>;

  constructor({ products, places, seed, figures, pattern, conversion }: ModelOptions) {
    this.figures = figures;
    this.streams = new Streams(seed);
    this.rhythm = new Rhythm(figures, pattern);
    this.popularity = new Popularity(products, figures, pattern === 'yearly');
    const returns = new Returns(figures);
    this.traffic = new Traffic(figures, this.popularity, returns, conversion);
    this.browsing = new Browsing(figures, {
      popularity: this.popularity,
      sources: visitSources(figures, conversion),
      cartShare: this.traffic.cartShare,
    });
    this.visits = new Visits(figures, this.rhythm);
    this.places = new Places(places, this.rhythm);
    this.drawPerson = personDraw(figures);
    this.drawPersona = personaDraw(figures);
    this.drawBasket = basketDraw(figures, this.popularity);
    this.drawFate = fateDraw(figures, returns);
    this.products = new Map(products.map((product) => [product.id, product]));
  }
}
