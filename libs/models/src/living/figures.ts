/**
 * The figures of the living shop: every likelihood, span and table that lives are drawn from, each in one place with
 * its unit. Change one here, or give your own to `createLives` or `createShop`, and the shop changes with it.
 *
 * Shares are from 0 to 1. Weights need not add up to 1. A list of quantiles gives the values below which equal parts
 * of the draws lie, from the smallest to the largest possible one; between two of them draws are even.
 */
import type { Gender } from '../rows.js';
import type { Weighted } from '../chance/weighted-draw.js';

export interface LivingFigures {
  /** Who signs up. */
  gender: Weighted<Gender>;
  /** Years, as quantiles: around 35, with a long tail. */
  age: readonly number[];
  /** What first brought a user to the shop. */
  userSource: Weighted<string>;

  /** Share of users who buy in the session in which they sign up. */
  buysAtSignUp: number;
  /** Share of the others who buy later, at one of the visits that follow. */
  buysLater: number;
  /** Share of buyers who ever come back for a second order, of those for a third, and of those for each further one. */
  ordersAgain: readonly [second: number, third: number, further: number];
  /** Share of the buyers who buy most, of their orders that are followed by another, and how long they wait to the others. */
  buysMost: { share: number; again: number; pace: number };
  /** Days from an order to the next one of the same person, as quantiles. */
  daysToNextOrder: readonly number[];
  /** Days from signing up to a first order that is placed later, as quantiles. */
  daysToFirstOrder: readonly number[];
  /** Visits without an order between two orders. */
  visitsBetweenOrders: Weighted<number>;
  /** Visits without an order after the last one, and their days after it, as quantiles. */
  visitsAfterwards: Weighted<number>;
  daysOfVisitsAfterwards: readonly number[];

  /** Items of an order. */
  itemsPerOrder: Weighted<number>;
  /** The product of rank r of its department sells in proportion to r to the power of minus this. */
  popularityExponent: number;
  /** How much a product's rank is its brand's, and not its own. */
  brandPull: number;
  /** Share of the items after the first one of an order that are companions of it. */
  companions: number;
  /** How much more than in the mean of the year a category sells in each month, from January on, in the north. */
  seasons: Readonly<Record<string, readonly number[]>>;
  /** Share of the items that are on sale on common days, and on sale days. */
  onSale: number;
  onSaleOnSaleDays: number;
  /** What is taken off a price, as quantiles. */
  discount: readonly number[];

  /** Share of the carts that are left behind. */
  cartsLeft: number;
  /** Share of the visits without a cart that see one page only. */
  bounces: number;
  /** Pages of a visit that looks around, when there is no cart in it. */
  pagesOfBrowsing: Weighted<number>;
  /** Share of the items bought before which another product was looked at. */
  looksAtAnother: number;
  /** Share of visits that begin at the home page. */
  beginsAtHome: number;
  /** Seconds between two pages of a visit, as quantiles. */
  secondsBetweenPages: readonly number[];
  browser: Weighted<string>;
  /** What brought a visitor to one visit. */
  visitSource: Weighted<string>;
  /** How many orders a visit of a source has to those of others, whose factor is 1; the mean of all counts as 1. */
  sourceConversion: Readonly<Record<string, number>>;

  /** Share of the orders that are cancelled, and hours until then, as quantiles. */
  cancelled: number;
  hoursToCancel: readonly number[];
  /** Hours from the order to shipping, from there to delivery, and from there to the return, as quantiles. */
  hoursToShip: readonly number[];
  hoursToDeliver: readonly number[];
  hoursToReturn: readonly number[];
  /** Before Christmas, shipping and delivery take the longer part of their spans: this share of the draws is repeated. */
  slowBeforeChristmas: number;

  /** Share of delivered items that come back, by category, and of all other categories: sales and late ones included. */
  returned: Readonly<Record<string, number>>;
  returnedOtherwise: number;
  /** What an item bought on sale, and one that was delivered late, returns more often: a factor. */
  returnedOnSale: number;
  returnedLate: number;
  /** Hours of delivery from which on it is late. */
  lateAfterHours: number;
  /** Share of the people who send back much, how much more often than others they do, and how much the rest: factors. */
  sendsBack: { share: number; factor: number; others: number };

  /** Share of users who move house once, and days from signing up to that, as quantiles. */
  moves: number;
  daysToMove: readonly number[];
  /** Share of users who ask to be forgotten, and days from signing up to that, as quantiles. */
  forgets: number;
  daysToForget: readonly number[];

  /** Weights of the local hours, 0 to 23, of the days, Sunday to Saturday, and of the months. */
  hours: readonly number[];
  days: readonly number[];
  months: readonly number[];
  /** Growth of sign-ups in a year. */
  growth: number;

  /** Days that a piece had been in stock when it was sold, in a history: at most. */
  daysInStock: number;
  /** Share of the time for which a shelf is empty. */
  outOfStock: number;
  /** Stock is ordered to last for so many days of the sales seen last, and for a few pieces at least. */
  stockDays: number;
  stockAtLeast: readonly [fewest: number, most: number];
  /** Days between two looks at a shelf: at least, and at most. */
  daysBetweenRestocks: readonly [shortest: number, longest: number];
}

/**
 * The usual figures.
 *
 * @example
 * ```ts
 * import { createShop, livingFigures, loadCatalogue } from '@thelook/models';
 *
 * const cancelled = 2 * livingFigures.cancelled;
 * const shop = createShop({ catalogue: await loadCatalogue(), figures: { cancelled } });
 * shop.next().orders.length >= 0; // => true
 * ```
 */
export const livingFigures: LivingFigures = {
  gender: [
    ['F', 0.5],
    ['M', 0.5],
  ],
  age: [16, 22, 25, 28, 31, 34, 37, 41, 46, 54, 80],
  userSource: [
    ['Organic', 0.15],
    ['Facebook', 0.06],
    ['Search', 0.7],
    ['Email', 0.05],
    ['Display', 0.04],
  ],

  buysAtSignUp: 0.8,
  buysLater: 0.5,
  ordersAgain: [0.285, 0.65, 0.765],
  buysMost: { share: 0.04, again: 0.9, pace: 0.6 },
  daysToNextOrder: [2, 12, 24, 38, 56, 78, 105, 140, 190, 280, 600],
  daysToFirstOrder: [1, 3, 6, 10, 20, 45],
  visitsBetweenOrders: [
    [0, 0.35],
    [1, 0.35],
    [2, 0.2],
    [3, 0.1],
  ],
  visitsAfterwards: [
    [0, 0.5],
    [1, 0.3],
    [2, 0.2],
  ],
  daysOfVisitsAfterwards: [1, 7, 15, 30, 60, 150],

  itemsPerOrder: [
    [1, 0.65],
    [2, 0.22],
    [3, 0.09],
    [4, 0.04],
  ],
  popularityExponent: 0.8,
  brandPull: 0.4,
  companions: 0.65,
  seasons: {
    Swim: [0.3, 0.32, 0.5, 0.95, 1.75, 2.65, 2.75, 1.55, 0.5, 0.28, 0.25, 0.2],
    Shorts: [0.25, 0.3, 0.55, 1.05, 1.85, 2.6, 2.7, 1.5, 0.5, 0.27, 0.23, 0.2],
    'Outerwear & Coats': [2.2, 1.25, 0.6, 0.3, 0.27, 0.26, 0.26, 0.28, 0.55, 1.2, 2.1, 2.8],
    Sweaters: [2.15, 1.25, 0.65, 0.33, 0.27, 0.26, 0.26, 0.29, 0.65, 1.2, 2.05, 2.8],
  },
  onSale: 0.05,
  onSaleOnSaleDays: 0.3,
  discount: [0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5],

  cartsLeft: 0.73,
  bounces: 0.45,
  pagesOfBrowsing: [
    [2, 0.36],
    [3, 0.26],
    [4, 0.17],
    [5, 0.11],
    [6, 0.06],
    [8, 0.04],
  ],
  looksAtAnother: 0.25,
  beginsAtHome: 0.5,
  secondsBetweenPages: [4, 15, 30, 50, 80, 120, 179],
  browser: [
    ['Chrome', 0.64],
    ['Safari', 0.2],
    ['Edge', 0.06],
    ['Firefox', 0.05],
    ['Samsung Internet', 0.03],
    ['Other', 0.02],
  ],
  visitSource: [
    ['Adwords', 0.3],
    ['Email', 0.2],
    ['Organic', 0.25],
    ['Facebook', 0.12],
    ['YouTube', 0.08],
    ['Display', 0.05],
  ],
  sourceConversion: { Adwords: 0.95, Email: 1.6, Organic: 1.09, Facebook: 0.6, YouTube: 0.45, Display: 0.3 },

  cancelled: 0.04,
  hoursToCancel: [0.1, 0.5, 1, 2, 4, 11],
  hoursToShip: [12, 16, 22, 28, 40, 72],
  hoursToDeliver: [18, 30, 44, 60, 84, 120],
  hoursToReturn: [24, 72, 140, 240, 380, 620],
  slowBeforeChristmas: 0.5,

  returned: {
    Dresses: 0.31,
    Jeans: 0.29,
    Swim: 0.27,
    'Outerwear & Coats': 0.24,
    Socks: 0.13,
    'Socks & Hosiery': 0.13,
    Underwear: 0.13,
    Intimates: 0.13,
    'Tops & Tees': 0.19,
  },
  returnedOtherwise: 0.22,
  returnedOnSale: 1.35,
  returnedLate: 1.3,
  lateAfterHours: 84,
  sendsBack: { share: 0.15, factor: 4, others: 0.5 },

  moves: 0.06,
  daysToMove: [20, 120, 260, 420, 700],
  forgets: 0.01,
  daysToForget: [5, 40, 100, 220, 500],

  hours: [
    0.36, 0.23, 0.16, 0.125, 0.125, 0.14, 0.22, 0.36, 0.5, 0.6, 0.67, 0.71, 0.74, 0.73, 0.72, 0.73, 0.76,
    0.81, 0.88, 0.95, 1, 0.98, 0.8, 0.56,
  ],
  days: [1.08, 1.12, 1.02, 1, 0.98, 0.96, 0.84],
  months: [0.93, 0.88, 0.94, 0.95, 0.98, 0.96, 0.95, 0.96, 0.98, 1.05, 1.42, 1.14],
  growth: 0.3,

  daysInStock: 60,
  outOfStock: 0.03,
  stockDays: 12,
  stockAtLeast: [2, 6],
  daysBetweenRestocks: [0.25, 60],
};
