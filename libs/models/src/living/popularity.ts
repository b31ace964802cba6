import { OptionError } from '../option-error.js';
import { departmentOf, departmentUri, productUri } from '../catalogue/product-pages.js';
import { scatter, type Random } from '../chance/random.js';
import type { Department, Gender, ProductRow } from '../rows.js';
import { weightedDraw } from '../chance/weighted-draw.js';

/** Weights are whole numbers up to this, so that no machine rounds a power differently. */
const PRECISION = 1e9;

/** A product with the paths of its page and of the page that lists what is like it. */
export interface Offer {
  product: ProductRow;
  productUri: string;
  departmentUri: string;
}

/** What people look at and buy: some products much more than others, whoever the shop is seeded by. */
export class Popularity {
  readonly #draws = new Map<Department, (random: Random) => Offer>();
  readonly #shares = new Map<ProductRow, number>();

  /**
   * @param exponent of Zipf's law over the ranks of a department
   * @throws {OptionError} for a department without products
   */
  constructor(products: readonly ProductRow[], exponent: number) {
    for (const department of ['Men', 'Women'] as const) {
      const offered = products.filter((product) => product.department === department);
      if (offered.length === 0) {
        throw new OptionError(
          'products',
          products,
          `products of both departments; there is none for ${department}`,
        );
      }
      const ranked = offered.toSorted((one, other) => rankKey(one) - rankKey(other) || one.id - other.id);
      const weights = ranked.map((_, rank) => Math.round(PRECISION * (rank + 1) ** -exponent));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      ranked.forEach((product, rank) => this.#shares.set(product, weights[rank]! / total));
      this.#draws.set(
        department,
        weightedDraw(ranked.map((product, rank) => [offerOf(product), weights[rank]!] as const)),
      );
    }
  }

  /** Something of the department in which somebody buys. */
  draw(gender: Gender, random: Random): Offer {
    return this.#draws.get(departmentOf[gender])!(random);
  }

  /** The mean of a figure of the products over what both departments sell, each as much as the other. */
  mean(figure: (product: ProductRow) => number): number {
    let sum = 0;
    for (const [product, share] of this.#shares) sum += (share / 2) * figure(product);
    return sum;
  }

  /** The share of its department's items that a product sells. */
  share(product: ProductRow): number {
    return this.#shares.get(product) ?? 0;
  }
}

function offerOf(product: ProductRow): Offer {
  return { product, productUri: productUri(product), departmentUri: departmentUri(product) };
}

function rankKey({ id }: ProductRow): number {
  return scatter(id ^ 0x51ed270b) >>> 0;
}
