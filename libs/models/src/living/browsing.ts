import { ipAddress } from '../people/ip-address.js';
import type { Random } from '../chance/random.js';
import type { EventType } from '../rows.js';
import { weightedDraw } from '../chance/weighted-draw.js';
import type { BasketItem } from './basket.js';
import type { LivingFigures } from './figures.js';
import type { Popularity, Shopping } from './popularity.js';
import { quantileDraw } from '../chance/quantile-draw.js';
import type { VisitSources } from './visit-sources.js';

/** A page and the milliseconds from the one before to it; 0 for the first. */
export interface Page {
  type: EventType;
  uri: string;
  gap: number;
}

/** What a visitor's browser tells of a visit. */
export interface Visitor {
  ip_address: string;
  browser: string;
  traffic_source: string;
}

export interface Shop {
  popularity: Popularity;
  sources: VisitSources;
  /** Of the visits without an order, the share in which a cart is filled. */
  cartShare: number;
}

/** The pages of visits. */
export class Browsing {
  readonly #figures: LivingFigures;
  readonly #popularity: Popularity;
  readonly #drawPages: (random: Random) => number;
  readonly #drawGap: (random: Random) => number;
  readonly #drawBrowser: (random: Random) => string;
  readonly #sources: VisitSources;
  readonly #cartShare: number;

  constructor(figures: LivingFigures, { popularity, sources, cartShare }: Shop) {
    this.#figures = figures;
    this.#popularity = popularity;
    this.#drawPages = weightedDraw(figures.pagesOfBrowsing);
    this.#drawGap = quantileDraw(figures.secondsBetweenPages);
    this.#drawBrowser = weightedDraw(figures.browser);
    this.#sources = sources;
    this.#cartShare = cartShare;
  }

  /** @param buys whether the visit ends with an order */
  visitor(buys: boolean, random: Random): Visitor {
    return {
      ip_address: ipAddress(random),
      browser: this.#drawBrowser(random),
      traffic_source: this.#sources.draw(buys, random),
    };
  }

  /** A visit that ends without an order: one page, some, or a cart that is left. */
  lookAround(shopping: Shopping, random: Random): Page[] {
    const fillsCart = random.next() < this.#cartShare;
    const pages: Page[] = [];
    if (!fillsCart && random.next() < this.#figures.bounces) {
      const offer = this.#popularity.draw(shopping, random);
      const kind = random.below(3);
      if (kind === 0) this.#add(pages, 'home', '/home', random);
      else if (kind === 1) this.#add(pages, 'department', offer.departmentUri, random);
      else this.#add(pages, 'product', offer.productUri, random);
      return pages;
    }
    const count = fillsCart ? 3 : this.#drawPages(random);
    if (random.next() < this.#figures.beginsAtHome) this.#add(pages, 'home', '/home', random);
    let offer = this.#popularity.draw(shopping, random);
    while (pages.length < count) {
      const last = pages.at(-1)?.type;
      if (last === 'department') this.#add(pages, 'product', offer.productUri, random);
      else {
        offer = this.#popularity.draw(shopping, random);
        this.#add(pages, 'department', offer.departmentUri, random);
      }
    }
    if (!fillsCart) return pages;
    if (pages.at(-1)?.type !== 'product') this.#add(pages, 'product', offer.productUri, random);
    this.#add(pages, 'cart', '/cart', random);
    return pages;
  }

  /** The pages of a visit up to the order, which is not among them. */
  shop(basket: readonly BasketItem[], shopping: Shopping, random: Random): Page[] {
    const pages: Page[] = [];
    if (random.next() < this.#figures.beginsAtHome) this.#add(pages, 'home', '/home', random);
    for (const offer of basket) {
      if (random.next() < this.#figures.looksAtAnother) {
        this.#add(pages, 'product', this.#popularity.draw(shopping, random).productUri, random);
      }
      this.#add(pages, 'department', offer.departmentUri, random);
      this.#add(pages, 'product', offer.productUri, random);
      this.#add(pages, 'cart', '/cart', random);
    }
    return pages;
  }

  /** Milliseconds between two pages. */
  gap(random: Random): number {
    return Math.floor(this.#drawGap(random) * 1_000);
  }

  #add(pages: Page[], type: EventType, uri: string, random: Random): void {
    pages.push({ type, uri, gap: pages.length === 0 ? 0 : this.gap(random) });
  }
}
