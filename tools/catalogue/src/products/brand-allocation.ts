import { apportion } from '../apportion.js';
import type { RangeFigures } from '../figures.js';
import type { Random } from '../random.js';
import { levelColumns } from './level-columns.js';

/** How many products a brand has in each range it sells; `counts[i]` belongs to `ranges[i]`. */
export interface BrandAllocation {
  size: number;
  ranges: number[];
  counts: number[];
}

const MOST_RANGES = 24;
const SMALL_SHARE = 3;
const OTHER_DEPARTMENT = 0.02;
const OTHER_FAMILY = 0.25;
/** A brand's smallest range, as a part of its largest. */
const LEAST_EMPHASIS = 0.05;

/** Categories that a specialist sells together. */
const FAMILIES: readonly (readonly string[])[] = [
  ['Jeans', 'Pants', 'Pants & Capris', 'Shorts', 'Tops & Tees'],
  ['Intimates', 'Underwear', 'Sleep & Lounge', 'Socks', 'Socks & Hosiery', 'Leggings'],
  ['Active', 'Shorts', 'Fashion Hoodies & Sweatshirts', 'Leggings', 'Tops & Tees'],
  ['Swim', 'Shorts', 'Jumpsuits & Rompers'],
  ['Suits', 'Suits & Sport Coats', 'Blazers & Jackets', 'Outerwear & Coats', 'Sweaters', 'Skirts'],
  ['Dresses', 'Tops & Tees', 'Skirts', 'Jumpsuits & Rompers', 'Clothing Sets', 'Plus', 'Sweaters'],
  ['Accessories', 'Socks', 'Socks & Hosiery'],
  ['Maternity', 'Intimates', 'Leggings'],
];

/** How willingly each brand enters each range: its own department and family first. */
const affinities = (ranges: readonly RangeFigures[], random: Random): number[] => {
  const department = (['Women', 'Men', undefined] as const)[random.weighted([47, 33, 20])];
  const family = random.pick(FAMILIES);
  return ranges.map(
    (range) =>
      (department === undefined || range.department === department ? 1 : OTHER_DEPARTMENT) *
      (family.includes(range.category) ? 1 : OTHER_FAMILY),
  );
};

/**
 * Chooses the ranges of each brand, largest brand first, so that each range ends with its number of brands.
 * Large brands go where products are left, small ones where brands are.
 */
const chooseRanges = (
  sizes: readonly number[],
  widths: readonly number[],
  ranges: readonly RangeFigures[],
  random: Random,
): number[][] => {
  const brandsLeft = ranges.map((range) => range.brands);
  const productsLeft = ranges.map((range) => range.count);
  return sizes.map((size, brand) => {
    const width = widths[brand]!;
    const share = size / width;
    const affinity = affinities(ranges, random);
    const chosen: number[] = [];
    for (let taken = 0; taken < width; taken += 1) {
      const weights = ranges.map((_, range) =>
        brandsLeft[range]! === 0 || chosen.includes(range)
          ? 0
          : affinity[range]! *
            (share > SMALL_SHARE
              ? Math.max(productsLeft[range]! - brandsLeft[range]!, 1)
              : brandsLeft[range]!),
      );
      const range = random.weighted(weights);
      if (range === -1)
        throw new RangeError(`brand of ${size} products: no range left among ${width} to choose`);
      chosen.push(range);
      brandsLeft[range]! -= 1;
      productsLeft[range]! -= share;
    }
    return chosen;
  });
};

/**
 * Spreads brands over the ranges so that all three are met exactly: each brand's size, each range's number of
 * products and each range's number of brands.
 *
 * @param sizes products of each brand, largest first; they add up to the products of all ranges
 */
export const allocateBrands = (
  sizes: readonly number[],
  ranges: readonly RangeFigures[],
  random: Random,
): BrandAllocation[] => {
  const entries = ranges.reduce((sum, range) => sum + range.brands, 0);
  // A brand grows in depth as much as in breadth: its number of ranges goes with the root of its size.
  const widths = apportion(
    sizes.map((size) => Math.sqrt(size)),
    entries,
    sizes.map((size) => Math.min(size, MOST_RANGES)),
  );
  const chosen = chooseRanges(sizes, widths, ranges, random);
  const counts = levelColumns(
    chosen,
    sizes,
    ranges.map((range) => range.count),
    chosen.map((row) => row.map(() => LEAST_EMPHASIS + random.fraction() ** 2)),
  );
  return sizes.map((size, brand) => ({ size, ranges: chosen[brand]!, counts: counts[brand]! }));
};
