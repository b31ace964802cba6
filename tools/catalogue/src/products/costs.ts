import type { Figures, RangeFigures } from '../figures.js';
import type { Random } from '../random.js';

/** A cost lies evenly within so many thousandths of the price either side of the range's mean. */
const SPREAD = 50;

/**
 * The cost of each product of a range in ten-thousandths of a dollar. The ratio of cost to price has whole
 * thousandths, is even around the range's mean and has no relation to the price.
 *
 * @param prices retail prices in cents
 */
export const costs = (
  prices: readonly number[],
  { margin }: RangeFigures,
  { min, max }: Figures['products']['costRatio'],
  random: Random,
): number[] => {
  const mean = 1000 * (1 - margin);
  const ratios = prices.map((_, index) => {
    const ratio = Math.round(mean + SPREAD * ((2 * index + 1) / prices.length - 1));
    return Math.min(Math.max(ratio, 1000 * min), 1000 * max);
  });
  return random.shuffled(ratios).map((ratio, index) => Math.round((prices[index]! * ratio) / 10));
};
