/**
 * The figures of the shop: every likelihood and every span of time that its rows are drawn from.
 */
import type { EventType, Gender, OrderStatus } from '../rows.js';
import type { Weighted } from '../chance/weighted-draw.js';

const second = 1_000;
const minute = 60 * second;
const day = 24 * 60 * minute;

export const genders: Weighted<Gender> = [
  ['F', 0.5],
  ['M', 0.5],
];

/** Whole years, both included, all equally likely. */
export const youngestAge = 12;
export const oldestAge = 70;

/** Where a user first came from. */
export const userTrafficSources: Weighted<string> = [
  ['Organic', 0.15],
  ['Facebook', 0.06],
  ['Search', 0.7],
  ['Email', 0.05],
  ['Display', 0.04],
];

/** The first moment at which somebody could sign up. */
export const openingMoment = Date.UTC(2019, 0, 1);

/** This share of the users signed up within the last days, the others evenly since the opening. */
export const recentSignUpShare = 0.025;
export const recentSignUpSpan = 7 * day;

export const ordersPerUser: Weighted<number> = [
  [0, 0.2],
  [1, 0.5],
  [2, 0.2],
  [3, 0.05],
  [4, 0.05],
];

export const orderStatuses: Weighted<OrderStatus> = [
  ['Complete', 0.25],
  ['Cancelled', 0.15],
  ['Returned', 0.1],
  ['Processing', 0.2],
  ['Shipped', 0.3],
];

export const itemsPerOrder: Weighted<number> = [
  [1, 0.7],
  [2, 0.2],
  [3, 0.05],
  [4, 0.05],
];

/** The longest time from the order to shipping, from there to delivery, and from there to the return. */
export const longestToShip = 3 * day;
export const longestToDeliver = 5 * day;
export const longestToReturn = 3 * day;

/** Pieces of a product on the shelf for each one sold. */
export const unsoldPieces: Weighted<number> = [
  [1, 0.5],
  [2, 0.3],
  [3, 0.2],
];

/** The longest time that a piece had been in stock when it, or the piece beside it, was sold. */
export const longestInStock = 60 * day;

export const browsers: Weighted<string> = [
  ['IE', 0.05],
  ['Chrome', 0.5],
  ['Safari', 0.2],
  ['Firefox', 0.2],
  ['Other', 0.05],
];

/** What brought a user to one session. */
export const sessionTrafficSources: Weighted<string> = [
  ['Email', 0.45],
  ['Adwords', 0.3],
  ['Organic', 0.05],
  ['YouTube', 0.1],
  ['Facebook', 0.1],
];

/** Between an event and the next lies less than this. */
export const gapBetweenEvents = 3 * minute;

/** The pages that somebody opens who looks around without signing in. */
export const ghostSessions: Weighted<readonly EventType[]> = [
  [['product', 'cart', 'cancel'], 0.25],
  [['department', 'product', 'cart'], 0.25],
  [['product'], 0.25],
  [['department', 'product'], 0.25],
];
