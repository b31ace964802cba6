import { OptionError } from '../option-error.js';
import { departmentOf, departmentUri, productUri } from '../catalogue/product-pages.js';
import { scatter, type Random } from '../chance/random.js';
import type { Department, Gender, ProductRow } from '../rows.js';
import { weightedDraw } from '../chance/weighted-draw.js';
import { companionsOf } from './companions.js';
import type { LivingFigures } from './figures.js';
import { Seasons } from './seasons.js';

/** Weights are whole numbers up to this, so that no machine rounds a power differently. */
const PRECISION = 1e9;

/** A product with the paths of its page and of the page that lists what is like it. */
export interface Offer {
  product: ProductRow;
  productUri: string;
  departmentUri: string;
}

/** Who looks around or buys, and when: what people like depends on it. */
export interface Shopping {
  gender: Gender;
  /** Milliseconds of shop time. */
  moment: number;
  /** Whether it is summer there in January. */
  south: boolean;
}

export type PopularityFigures = Pick<
  LivingFigures,
  'popularityExponent' | 'brandPull' | 'seasons' | 'companions' | 'itemsPerOrder'
>;

/** The products of a department, the best seller first. */
interface Shelf {
  offers: readonly Offer[];
  weights: readonly number[];
  /** A draw for each season, made when it is first needed. */
  draws: ((random: Random) => Offer)[];
}

/** What people look at and buy: some products much more than others, whoever the shop is seeded by. */
export class Popularity {
  readonly #shelves = new Map<Department, Shelf>();
  readonly #seasons: Seasons;
  readonly #shares = new Map<ProductRow, number>();
  readonly #companions = new Map<ProductRow, readonly Offer[]>();

  /**
   * @param seasonal whether what people buy depends on the month
   * @throws {OptionError} for a department without products
   */
  constructor(products: readonly ProductRow[], figures: PopularityFigures, seasonal: boolean) {
    this.#seasons = new Seasons(seasonal ? figures.seasons : {});
    const companionShare = figures.companions * partAfterTheFirst(figures.itemsPerOrder);
    for (const department of ['Men', 'Women'] as const) {
      const offered = products.filter((product) => product.department === department);
      if (offered.length === 0) {
        throw new OptionError(
          'products',
          products,
          `products of both departments; there is none for ${department}`,
        );
      }
      const keys = new Map(offered.map((product) => [product, rankKey(product, figures.brandPull)]));
      const ranked = offered.toSorted((one, other) => keys.get(one)! - keys.get(other)! || one.id - other.id);
      const offers = ranked.map(offerOf);
      const weights = ranked.map((_, rank) =>
        Math.round(PRECISION * (rank + 1) ** -figures.popularityExponent),
      );
      this.#shelves.set(department, { offers, weights, draws: [] });
      for (const [offer, companions] of companionsOf(offers, figures.seasons)) {
        this.#companions.set(offer.product, companions);
      }
      this.#addShares(offers, weights, companionShare);
    }
  }

  /** Something of the department in which somebody buys. */
  draw({ gender, moment, south }: Shopping, random: Random): Offer {
    const season = this.#seasons.at(moment, south, random);
    const shelf = this.#shelves.get(departmentOf[gender])!;
    return (shelf.draws[season] ??= this.#drawOf(shelf, season))(random);
  }

  /** What is often bought together with a product: two or three others, where there are as many. */
  companions(product: ProductRow): readonly Offer[] {
    return this.#companions.get(product) ?? [];
  }

  /** The mean of a figure of the products over what both departments sell, each as much as the other. */
  mean(figure: (product: ProductRow) => number): number {
    let sum = 0;
    for (const [product, share] of this.#shares) sum += (share / 2) * figure(product);
    return sum;
  }

  /** The share of its department's items that a product sells, over the year. */
  share(product: ProductRow): number {
    return this.#shares.get(product) ?? 0;
  }

  /** What sells all year gives way to what sells now, so that a season's factor is that of a category's share. */
  #drawOf({ offers, weights }: Shelf, season: number): (random: Random) => Offer {
    const factors = offers.map(({ product }) => this.#seasons.factor(product.category, season));
    let allYear = 0;
    let seasonal = 0;
    let now = 0;
    for (const [rank, factor] of factors.entries()) {
      if (factor === undefined) {
        allYear += weights[rank]!;
      } else {
        seasonal += weights[rank]!;
        now += weights[rank]! * factor;
      }
    }
    // Figures of one's own may ask for more than there is.
    const left = Math.max(allYear + seasonal - now, 0) / allYear;
    return weightedDraw(
      offers.map((offer, rank) => [offer, weights[rank]! * (factors[rank] ?? left)] as const),
    );
  }

  #addShares(offers: readonly Offer[], weights: readonly number[], companionShare: number): void {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (const { product } of offers) this.#shares.set(product, 0);
    const add = (product: ProductRow, share: number): void => {
      this.#shares.set(product, this.#shares.get(product)! + share);
    };
    offers.forEach(({ product }, rank) => {
      const share = weights[rank]! / total;
      const companions = this.companions(product);
      const passedOn = companions.length > 0 ? share * companionShare : 0;
      add(product, share - passedOn);
      for (const companion of companions) add(companion.product, passedOn / companions.length);
    });
  }
}

/** The part of all items that come after another one of their order. */
function partAfterTheFirst(itemsPerOrder: PopularityFigures['itemsPerOrder']): number {
  let orders = 0;
  let items = 0;
  for (const [count, weight] of itemsPerOrder) {
    orders += weight;
    items += weight * count;
  }
  return 1 - orders / items;
}

function offerOf(product: ProductRow): Offer {
  return { product, productUri: productUri(product), departmentUri: departmentUri(product) };
}

/** The smaller the better it sells: by what a brand is worth, and by the product's own worth. */
function rankKey({ id, brand }: ProductRow, brandPull: number): number {
  const own = scatter(id ^ 0x51ed270b) >>> 0;
  const ofBrand = brand === null ? 2 ** 31 : textKey(brand);
  return brandPull * ofBrand + (1 - brandPull) * own;
}

function textKey(text: string): number {
  let key = 0x811c9dc5;
  for (let place = 0; place < text.length; place += 1) {
    key = Math.imul(key ^ text.charCodeAt(place), 0x01000193);
  }
  return scatter(key) >>> 0;
}
