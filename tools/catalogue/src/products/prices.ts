import type { PriceQuantiles, RangeFigures } from '../figures.js';
import type { Random } from '../random.js';
import type { PriceEndings, PriceWish } from './price-endings.js';

const INNER_QUANTILES = [
  ['p05', 0.05],
  ['p25', 0.25],
  ['p50', 0.5],
  ['p75', 0.75],
  ['p95', 0.95],
] as const;
const OUTER_QUANTILES = [
  ['p01', 0.01],
  ['p99', 0.99],
] as const;

const cents = (dollars: number): number => Math.round(dollars * 100);

/**
 * The prices that the quantiles fix, in cents by rank. An inner quantile takes the two ranks around it, so that
 * every definition of a quantile finds it; an outer one gives way where a small range has no rank for it.
 */
const fixedPrices = (price: PriceQuantiles, count: number): Map<number, number> => {
  const fixed = new Map([
    [0, cents(price.min)],
    [count - 1, cents(price.max)],
  ]);
  for (const [name, share] of INNER_QUANTILES) {
    fixed.set(Math.floor(share * (count - 1)), cents(price[name]));
    fixed.set(Math.ceil(share * (count - 1)), cents(price[name]));
  }
  for (const [name, share] of OUTER_QUANTILES) {
    const rank = Math.round(share * (count - 1));
    if (!fixed.has(rank)) fixed.set(rank, cents(price[name]));
  }
  return fixed;
};

/** One wish for each free rank between two fixed ones, with some scatter; above the median dear ones get rarer. */
const wishesBetween = (
  [lowRank, low]: readonly [number, number],
  [highRank, high]: readonly [number, number],
  median: number,
  random: Random,
): PriceWish[] =>
  Array.from({ length: highRank - lowRank - 1 }, (_, index) => {
    const part = (index + 0.5 + random.fraction()) / (highRank - lowRank);
    const rise = low < median ? part : (part * (1 + part)) / 2;
    return { ideal: low + (high - low) * rise, low, high };
  });

/**
 * The retail prices of every range in cents, cheapest first. Each range has its quantiles, and all together have
 * the endings.
 *
 * @returns an array of prices for each of the ranges
 */
export const retailPrices = (
  ranges: readonly RangeFigures[],
  endings: PriceEndings,
  random: Random,
): number[][] => {
  const prices: number[][] = ranges.map(() => []);
  const wishes: { range: number; wish: PriceWish }[] = [];
  ranges.forEach(({ price, count }, range) => {
    const fixed = [...fixedPrices(price, count)].sort(([left], [right]) => left - right);
    fixed.forEach((point, index) => {
      prices[range]!.push(endings.take(point[1]));
      const next = fixed[index + 1];
      if (next === undefined) return;
      wishesBetween(point, next, cents(price.p50), random).forEach((wish) => wishes.push({ range, wish }));
    });
  });
  // The narrowest first: a wish with little room must find its ending while endings are plenty.
  const room = ({ wish }: { wish: PriceWish }): number => Math.min(wish.high - wish.low, 100);
  random
    .shuffled(wishes)
    .sort((left, right) => room(left) - room(right))
    .forEach(({ range, wish }) => prices[range]!.push(endings.near(wish)));
  return prices.map((range) => range.sort((left, right) => left - right));
};
